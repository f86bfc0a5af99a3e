using System.ComponentModel;
using global::Xunit.Abstractions;
using global::Xunit.Sdk;

namespace ExactGN.Verification.Xunit;

/// <summary>The test of one law: its name begins with the law's id and title; its traits are Claim, the id, and
/// Family.</summary>
internal sealed class LawTestCase : SkippableFactTestCase
{
    /// <summary>For xunit, which fills in what it has stored.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    [Obsolete("For xunit alone, which fills in what it has stored.")]
    public LawTestCase()
    {
    }

    internal LawTestCase(IMessageSink diagnostics, ITestMethod method, string law)
        : base(["Xunit.SkipException"], diagnostics, TestMethodDisplay.ClassAndMethod, TestMethodDisplayOptions.None,
            method, [law])
    {
    }

    /// <inheritdoc/>
    protected override void Initialize()
    {
        base.Initialize();
        var law = LawBook.Of((string)TestMethodArguments[0]);
        var type = TestMethod.TestClass.Class.Name;
        DisplayName = $"{law} ({type[(type.LastIndexOf('.') + 1)..]})";
        Traits["Claim"] = [law.Id];
        Traits["Family"] = [law.Family.ToString()];
    }
}
