using global::Xunit;
using global::Xunit.Sdk;

namespace ExactGN.Verification.Xunit;

/// <summary>Makes a test of each law of the class's family.</summary>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer("ExactGN.Verification.Xunit.LawDiscoverer", "ExactGN.Verification.Xunit")]
internal sealed class LawFactAttribute : FactAttribute;
