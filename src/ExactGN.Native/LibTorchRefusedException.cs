namespace ExactGN.Native;

/// <summary>
/// A libtorch of one's own cannot be used. The message is one sentence; nothing of that libtorch is loaded.
/// </summary>
/// <param name="message">The sentence.</param>
public sealed class LibTorchRefusedException(string message) : InvalidOperationException(message);
