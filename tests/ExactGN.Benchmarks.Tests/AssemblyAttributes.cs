// 'dotnet test' says how far it is.
[assembly: TestFramework("ExactGN.Progress.ProgressFramework", "ExactGN.Benchmarks.Tests")]
