using System.Reflection;
using ExactGN.TestRunner;

return Selection.Parse(args) is not { } selection
    ? Usage()
    : SuiteRun.Make(Assembly.Load("ExactGN.Tests"), selection);

static int Usage()
{
    Console.Error.WriteLine("""
        Runs the suite without an SDK, one test at a time. Every option may be repeated.
          --only TRAIT[=VALUE]   tests with that trait; several are several groups, run in their order
          --not TRAIT[=VALUE]    leaves tests with that trait out
          --seconds N            stops before the next test after that many seconds, and says what has not run
          --part I/N             the I-th of N parts, which processes may share: every N-th test
          --skips-fail           a skipped test has failed
        """);
    return 2;
}
