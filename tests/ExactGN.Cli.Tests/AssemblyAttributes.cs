// Each test starts a process that uses every core; side by side they would only wait for each other.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

// 'dotnet test' says how far it is.
[assembly: TestFramework("ExactGN.Progress.ProgressFramework", "ExactGN.Cli.Tests")]
