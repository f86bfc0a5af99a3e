// One test at a time: dispose scopes and live-tensor counts belong to a thread, and with two threads at work TorchSharp
// 0.107 was seen to free an implicit Scalar while native code still read it (src/ExactGN.Experiments/README.md,
// "Why runs are processes").
[assembly: CollectionBehavior(DisableTestParallelization = true)]

// 'dotnet test' says how far it is, and which law failed.
[assembly: TestFramework("ExactGN.Tests.SuiteFramework", "ExactGN.Tests")]
