namespace ExactGN.Cli.Commands.Sweep;

/// <summary>What <c>exactgn sweep plan</c> does.</summary>
internal static class SweepPlanning
{
    internal static int Write(string file, string? output, string dtype)
    {
        var plan = SweepFile.Read(file).Plan(dtype == "float64" ? ScalarType.Float64 : ScalarType.Float32);
        if (output is null)
        {
            Console.Write(plan.Text);
            return 0;
        }

        OutputFile.Write(output, plan.Text);
        // What goes to /dev/stdout or a pipe must not be mixed with words.
        var words = WholeFile.IsPipeOrDevice(output) ? Console.Error : Console.Out;
        words.WriteLine($"{plan.Runs.Count} runs, 0 to {plan.Runs.Count - 1}, in {output}");
        words.WriteLine("Departures from the paper's public implementation, in all runs or some:");
        foreach (var departure in plan.Departures)
        {
            words.WriteLine($"  - {departure}");
        }

        return 0;
    }
}
