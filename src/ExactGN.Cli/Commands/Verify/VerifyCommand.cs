using System.CommandLine;
using System.Runtime.CompilerServices;

namespace ExactGN.Cli.Commands.Verify;

/// <summary><c>exactgn verify [-- COMMAND …]</c>: holds this library, or a program, to the laws.</summary>
internal static class VerifyCommand
{
    private const string InitWords =
        "Write a working adapter to fill in: --init python FILE. Its module goes beside it.";

    internal static Command Create(Signals signals)
    {
        var program = new Argument<string[]>("COMMAND")
        {
            Description =
                "After --, a program that speaks theory/protocol.md, with its arguments; else this library is judged.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var device = new Option<string>("--device")
        {
            Description = "Where this library computes.",
            DefaultValueFactory = _ => VerifyRequest.UsualDevice
        };
        device.AcceptOnlyFromAmong("cpu", "cuda");
        var claims = new Option<string[]>("--claims")
        {
            Description = "Only these laws, such as GN-* or TAN-12.",
            AllowMultipleArgumentsPerToken = true
        };
        var cases = NumberOption.Of("--cases", "Cases per law.", 100, 1, LawRunOptions.MostCases);
        var seed = NumberOption.Of("--seed", "The seed of all cases.", 1, 0, int.MaxValue);
        var memory = NumberOption.Of(
            "--memory", "The MiB that the program may hold.", VerifyRequest.UsualMemory, 16, 1 << 20);
        var timeout = NumberOption.Of(
            "--timeout", "Seconds for the answer to one request.", VerifyRequest.UsualTimeout, 0.01, 86_400);
        var json = new Option<bool>("--json") { Description = "Print one JSON object instead of lines." };
        var junit = new Option<string?>("--junit") { Description = "Also write JUnit's XML to this file." };
        var page = new Option<string?>("--page") { Description = "Also write one offline HTML page to this file." };
        var output = new Option<string>("--out")
        {
            Description = "The folder of counterexamples.",
            DefaultValueFactory = _ => "exactgn-verify"
        };
        var known = new Option<string?>(
            "--known")
        { Description = "A file of laws that are known to be broken: an id and a reason a line." };
        var replay =
            new Option<string?>("--replay") { Description = "Judge the one case of this counterexample file." };
        var init = new Option<string[]>("--init")
        {
            Description = InitWords,
            Arity = new(2, 2),
            AllowMultipleArgumentsPerToken = true
        };
        foreach (var (option, what) in ((Option, string)[])[
            (junit, "a file"), (page, "a file"), (output, "a folder"), (known, "a file"), (replay, "a file")])
        {
            NamedPath.Require(option, what);
        }

        var list = new Option<bool>("--list") { Description = "List all laws, with what they need." };
        var command =
            new Command("verify",
            "Holds this library, or a program in any language, to the laws of Jacobian products, kernels, "
                + "least squares, losses and Gauss-Newton steps.")
        {
            program, device, claims, cases, seed, timeout, memory, json, junit, page, output, known, replay, init, list,
        };
        command.SetAction(parsed =>
            parsed.GetValue(list) ? List(parsed.GetValue(json))
            : parsed.GetValue(init) is [var language, var file] ? Init(language, file)
            : Run(signals, new(
                parsed.GetValue(program) ?? [], parsed.GetRequiredValue(device), parsed.GetValue(claims) ?? [],
                    parsed.GetValue(cases), parsed.GetValue(seed),
                parsed.GetValue(timeout), parsed.GetValue(memory), parsed.GetValue(json), parsed.GetValue(junit),
                    parsed.GetValue(page),
                parsed.GetRequiredValue(output), parsed.GetValue(known), parsed.GetValue(replay))));
        return command;
    }

    // Not inlined, so that asking for help loads nothing of the library.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Run(Signals signals, VerifyRequest request)
    {
        signals.Kept = Kept.Files;
        return VerifyRun.Of(request);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int List(bool json) => LawListing.Print(json);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Init(string language, string file) => AdapterSkeleton.Write(language, file);
}
