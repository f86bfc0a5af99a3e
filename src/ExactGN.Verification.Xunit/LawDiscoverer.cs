using global::Xunit.Abstractions;
using global::Xunit.Sdk;

namespace ExactGN.Verification.Xunit;

/// <summary>Finds the tests of a class of laws; xunit makes it.</summary>
/// <param name="diagnostics">xunit's channel of messages for people.</param>
internal sealed class LawDiscoverer(IMessageSink diagnostics) : IXunitTestCaseDiscoverer
{
    /// <inheritdoc/>
    public IEnumerable<IXunitTestCase> Discover(ITestFrameworkDiscoveryOptions discoveryOptions, ITestMethod testMethod,
        IAttributeInfo factAttribute)
    {
        var family = testMethod.TestClass.Class.GetCustomAttributes(typeof(LawsOfAttribute)).Single()
            .GetConstructorArguments().OfType<LawFamily>().Single();
        return LawBook.In(family).Select(law => new LawTestCase(diagnostics, testMethod, law.Id));
    }
}
