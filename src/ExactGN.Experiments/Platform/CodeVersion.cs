namespace ExactGN.Experiments.Platform;

/// <summary>The code that numbers were computed with. A build is deterministic, so its module identifiers are hashes
/// of its sources: results of other code are never taken for this code's.</summary>
public static class CodeVersion
{
    /// <summary>The module identifiers of the library and of the experiments.</summary>
    public static string Current { get; }
        = $"{typeof(RevMlp).Module.ModuleVersionId:N}{typeof(CodeVersion).Module.ModuleVersionId:N}";
}
