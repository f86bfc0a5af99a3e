using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace ExactGN.Tests;

/// <summary>Faults of checkpoints: what a run depends on and a checkpoint leaves out.</summary>
public static class ResumptionFaults
{
    public static IReadOnlyList<Fault> All { get; } =
    [
        Position("the epoch's batches made again", node => node["batches"] = 0),
        Position("the epoch's averages forgotten", node => node["averages"] = new JsonObject()),
        Position("updates numbered anew", node => node["updates"] = 0),
        State("the optimiser's history forgotten", (state, _, _) => state.RenewOptimiser(), "RUN-19", "RUN-49"),
        State("the kernel of the measurement before forgotten", (state, _, _) => state.Start!.Resume(null)),
        State("the mean of the iterates begun anew", (state, _, _) =>
        {
            using var nothing = new BinaryReader(new MemoryStream(new byte[sizeof(int)]));
            state.Mean?.Load(nothing, state.Model);
        }),
        State("weights of the start", (state, run, data) =>
        {
            using var start = run.Model.Draw(run.Dtype, data.Device);
            using var weights = Update.Snapshot(start);
            weights.RestoreTo(state.Model);
        }, "RUN-19", "RUN-49"),
    ];

    private static Fault State(
        string name, Action<TrainingState, RunConfiguration, DataSet> change, params string[] claims) =>
        new(name, new Resumption(name, (path, run, data) =>
    {
        using var scope = NewDisposeScope();
        using var state = new TrainingState(run, data.Seen(run.Model));
        var store = new CheckpointStore(path, TimeSpan.Zero);
        store.TryLoad(state);
        change(state, run, data);
        store.Save(state);
    }), claims.Length > 0 ? claims : ["RUN-19"]);

    // A checkpoint begins with its run's name and its numbers as one JSON text, and ends with a checksum.
    private static Fault Position(string name, Action<JsonNode> change) => new(
        name, new Resumption(name, (path, _, _) =>
        {
            var bytes = File.ReadAllBytes(path);
            using var reader = new BinaryReader(new MemoryStream(bytes[..^SHA256.HashSizeInBytes]));
            var (run, node) = (reader.ReadString(), JsonNode.Parse(reader.ReadString())!);
            change(node);
            using var changed = new MemoryStream();
            using var writer = new BinaryWriter(changed);
            writer.Write(run);
            writer.Write(node.ToJsonString());
            writer.Write(reader.ReadBytes(bytes.Length));
            writer.Flush();
            File.WriteAllBytes(path, [.. changed.ToArray(), .. SHA256.HashData(changed.ToArray())]);
        }), "RUN-19");
}
