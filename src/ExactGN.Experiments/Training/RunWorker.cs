using System.Text.Json;

namespace ExactGN.Experiments;

/// <summary>What a worker process answers for one run.</summary>
/// <param name="Result">The run's result; null when it could not be carried out.</param>
/// <param name="Error">Then why, in one sentence.</param>
internal sealed record WorkerReply(RunResult? Result, string? Error);

/// <summary>A worker process's loop: one configuration per line in, one reply per line out, until the input ends.</summary>
/// <remarks>
/// Runs go on side by side in processes, not threads: two training threads in one process corrupted numbers. Most likely TorchSharp 0.107 lets an implicit
/// Scalar argument be finalised while native code still reads it, when another thread's allocation starts a collection just then. See README.md here.
/// </remarks>
public static class RunWorker
{
    /// <summary>Serves runs.</summary>
    /// <param name="output">The output folder.</param>
    /// <param name="environment">What the runs are computed with, for their manifests.</param>
    /// <param name="input">Configurations.</param>
    /// <param name="replies">Replies.</param>
    public static void Serve(string output, RunEnvironment environment, TextReader input, TextWriter replies)
    {
        set_num_threads(environment.ThreadsPerRun);
        var folder = new OutputFolder(output);
        using var data = Digits.Load(environment.Dtype, new Device(environment.Device));
        while (input.ReadLine() is { } line)
        {
            var configuration = JsonSerializer.Deserialize<RunConfiguration>(line, Json.Compact)!;
            replies.WriteLine(JsonSerializer.Serialize(Reply(configuration), Json.Compact));
            replies.Flush();
        }

        WorkerReply Reply(RunConfiguration configuration)
        {
            try
            {
                using var log = folder.Open(configuration);
                var result = new TrainingRun(configuration, data).Execute(log);
                log.Finish(result, environment);
                return new(result, null);
            }
            catch (Exception error) when (error is IOException or ArgumentException or NumericalException or UnauthorizedAccessException or System.Runtime.InteropServices.ExternalException or InvalidOperationException)
            {
                return new(null, error.Message.Split('\n')[0]);
            }
        }
    }
}
