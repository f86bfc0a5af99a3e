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
        Console.WriteLine($"{plan.Runs.Count} runs, 0 to {plan.Runs.Count - 1}, in {output}");
        Console.WriteLine("Departures from the paper's public implementation, in all runs or some:");
        foreach (var departure in plan.Departures)
        {
            Console.WriteLine($"  - {departure}");
        }

        return 0;
    }
}
