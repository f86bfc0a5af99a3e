using System.Diagnostics;
using KitPrecision = ExactGN.Verification.Subjects.Precision;

namespace ExactGN.Tests;

/// <summary>A program that misbehaves is named, ended and started again; a shell plays it.</summary>
public sealed class HostileAdapterTests
{
    private const string Description = """
        {"protocol": 1, "name": "hostile", "operations": ["ntk"], "map": {"d": 1, "c": 1, "p": 2}}
        """;

    private const string Describe =
        $$"""read -r line; echo '{"id": 1, "result": {{Description}}}'; read -r line; """;

    private static readonly AdapterOptions Impatient =
        new() { Timeout = TimeSpan.FromSeconds(2), StartTimeout = TimeSpan.FromSeconds(20), Memory = 200 << 20 };

    private static Question Kernel { get; } = new(Operations.Kernel, new(
        KitPrecision.Double, ("theta", Numbers.Vector([1, 2])), ("x", Numbers.Matrix([1], 1, 1))));

    [SkippableTheory]
    [InlineData("exit 3", "ended with exit code 3")]
    [InlineData("echo out of luck >&2; exit 3", "the last line of its log: out of luck")]
    [InlineData("exec sleep 60", "did not answer within 2 s")]
    [InlineData("exec >&-; exec sleep 60", "closed its output")]
    [InlineData("echo hello", "no JSON: 'hello'")]
    [InlineData("while :; do echo y; done", "no JSON: 'y'")]
    [InlineData("exec tr '\\0' x < /dev/zero", "a line of more than 64 MiB")]
    [InlineData("""echo '{"id": 3, "result": {}}'""", "answered with id 3 in place of 2")]
    [InlineData("""echo '{"id": 1, "result": {}}'""", "wrote a line that nobody had asked for")]
    [InlineData("""echo '{"result": {}}'""", "it has no id")]
    [InlineData("""echo '{"id": 2}'""", "neither an object 'result' nor an 'error'")]
    [InlineData("""echo '{"id": 2, "result": {"kernel": [[NaN]]}}'""", "NaN or Infinity as bare words")]
    [InlineData("""echo '{"id": 2, "error": {"kind": "tired", "message": ""}}'""",
        "kind must be refused, numerical, not-offered or failed")]
    [InlineData("""exec awk 'BEGIN { s = "x"; while (length(s) < 1e9) s = s s; while (1); }'""",
        "held more than 200 MiB")]
    [InlineData("""printf '{"id": 2, "error": {"kind": "failed", "message": "caf\351"}}\n'""", "no UTF-8")]
    [InlineData("""echo '{"id": 2, "result": {"\ud800": 1}}'""", "no UTF-8")]
    [InlineData("""echo '{"id": "2", "result": {}}'""", "answered with id \"2\" in place of 2")]
    [InlineData("sleep 60 & exit 3", "ended with exit code 3")]
    [InlineData("""awk 'BEGIN { s = "x"; while (length(s) < 1e9) s = s s; while (1); }'""",
        "held more than 200 MiB")]
    public void What_it_does_is_named_with_the_request_and_it_is_started_again(string manner, string finding)
    {
        Skip.IfNot(File.Exists("/bin/sh"), "There is no /bin/sh here.");
        using var subject = new ProcessSubject(["/bin/sh", "-c", Describe + manner + "; exec sleep 60"], Impatient);
        var clock = Stopwatch.StartNew();

        var error = Assert.Throws<SubjectException>(() => subject.Answer(Kernel));

        Assert.Begins("ntk, request 2: the adapter ", error.Message);
        Assert.Says(finding, error.Message);
        Assert.True(error.Trouble is Trouble.Lost or Trouble.Malformed);
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 30);
    }

    [SkippableTheory]
    [InlineData("""{"kernel": [[1.0, 2.0]]}""", "'kernel' must have shape [1, 1], got [1, 2]")]
    [InlineData("""{"kernel": [1.0]}""", "'kernel' must have shape [1, 1], got [1]")]
    [InlineData("""{"kernel": [[1.0], [2.0, 3.0]]}""", "'kernel' must have rows of one length")]
    [InlineData("""{"kernel": []}""", "'kernel' must not be empty")]
    [InlineData("""{"kernel": [["a"]]}""", "'kernel' must hold numbers")]
    [InlineData("""{"kernels": 1}""", "'kernel' is missing")]
    [InlineData("""{"kernel": {"dtype": "float32", "shape": [1, 1], "data": "AACAPw=="}}""",
        "'kernel' must have the request's dtype, float64")]
    [InlineData("""{"kernel": {"dtype": "float64", "shape": [1, 9], "data": "AAAAAAAA8D8="}}""",
        "1 × 9 numbers of 8 bytes, got 8 bytes")]
    [InlineData("""{"kernel": {"dtype": "float64", "shape": [2147483647, 2147483647], "data": "AAAAAAAA8D8="}}""",
        "got 8 bytes")]
    [InlineData("""{"kernel": {"dtype": "float64", "shape": [1, 1], "data": "AAAAAAAA+H8="}}""",
        "'kernel' holds NaN or infinity")]
    public void An_answer_that_is_no_answer_is_named(string result, string finding)
    {
        Skip.IfNot(File.Exists("/bin/sh"), "There is no /bin/sh here.");
        using var subject = new ProcessSubject(["/bin/sh", "-c", Describe
            + $$"""echo '{"id": 2, "result": {{result}}}'; read -r line"""], Impatient);
        var probe = new Probe(subject);

        var error = Assert.Throws<SubjectException>(() =>
            probe.Ask(Operations.Kernel, "kernel", [1, 1], Kernel.Arguments));

        Assert.Equal(Trouble.Malformed, error.Trouble);
        Assert.Says(finding, error.Message);
    }

    [SkippableFact]
    public void A_line_that_nobody_asked_for_is_named()
    {
        Skip.IfNot(File.Exists("/bin/sh"), "There is no /bin/sh here.");
        using var subject = new ProcessSubject(
            ["/bin/sh", "-c", Describe
                + """echo '{"id": 2, "result": {"kernel": [[1.0]]}}'; echo '{"id": 3, "result": {}}'; exec sleep 60"""],
                Impatient);
        subject.Answer(Kernel);
        Thread.Sleep(200);

        Assert.Says("nobody had asked for", Assert.Throws<SubjectException>(() => subject.Answer(Kernel)).Message);
    }

    [SkippableFact]
    public void After_a_loss_the_next_question_goes_to_a_new_process()
    {
        Skip.IfNot(File.Exists("/bin/sh"), "There is no /bin/sh here.");
        using var subject = new ProcessSubject(["/bin/sh", "-c", Describe + "exit 1"], Impatient);

        Assert.Throws<SubjectException>(() => subject.Answer(Kernel));
        Assert.Throws<SubjectException>(() => subject.Answer(Kernel));

        Assert.Equal(2, subject.Starts);
    }

    [SkippableFact]
    public void An_operation_that_is_lost_again_and_again_is_not_asked_for_again()
    {
        Skip.IfNot(File.Exists("/bin/sh"), "There is no /bin/sh here.");
        using var subject = new ProcessSubject(["/bin/sh", "-c", Describe + "exit 1"], Impatient);

        var outcomes = Judging.Of(subject, LawBook.For(subject.Description), new() { Cases = 5 }).ToArray();

        Assert.All(outcomes, outcome => Assert.True(outcome.IsBroken, $"{outcome}"));
        Assert.Contains(outcomes, outcome => outcome.Reason.Contains("is not asked for again",
            StringComparison.Ordinal));
        Assert.InRange(subject.Starts, 2, 10);
    }

    [SkippableTheory]
    [InlineData("""{"protocol": 2, "name": "x", "operations": []}""", "'protocol' must be 1, got 2")]
    [InlineData("""{"protocol": 1, "operations": []}""", "'name' is missing")]
    [InlineData("""{"protocol": 1, "name": "x", "operations": [], "dtypes": ["float16"]}""",
        "'dtypes' may hold float64, float32")]
    [InlineData("""{"protocol": 1, "name": "x", "operations": [], "map": {"d": 0, "c": 1, "p": 1}}""",
        "'d' must lie between 1 and 4096, got 0")]
    [InlineData("""{"protocol": 1, "name": "x", "operations": [], "gauss_newton": {"promises": ["all"]}}""",
        "'promises' may hold")]
    [InlineData("""{"protocol": 1, "name": "x", "operations": [], "dtypes": []}""", "'dtypes' must name one or more")]
    [InlineData("""{"protocol": 1, "name": "x", "operations": [], "loss": {"names": []}}""",
        "'names' must name one or more")]
    [InlineData("""{"protocol": 1, "name": "x", "operations": [], "chain": {"activations": []}}""",
        "'activations' must name one or more")]
    [InlineData("""{"protocol": 1, "name": "x", "operations": [], "map": {"d": 1, "c": 1, "p": 1, "x": [-1e308, 0]}}""",
        "'x' must be two numbers of at most 1e+30")]
    [InlineData("""{"protocol": 1, "name": "\ud800", "operations": []}""", "no UTF-8")]
    public void A_description_that_breaks_a_rule_is_refused(string description, string finding)
    {
        Skip.IfNot(File.Exists("/bin/sh"), "There is no /bin/sh here.");
        string[] command =
            ["/bin/sh", "-c", $$"""read -r line; echo '{"id": 1, "result": {{description}}}'; read -r line"""];

        Assert.Says(finding, Assert.Throws<SubjectException>(() => new ProcessSubject(command, Impatient)).Message);
    }

    [Fact]
    public void A_program_that_is_not_there_is_named() => Assert.Says(
        "could not be started", Assert.Throws<SubjectException>(() =>
            new ProcessSubject(["/no/such/program"], Impatient)).Message);
}
