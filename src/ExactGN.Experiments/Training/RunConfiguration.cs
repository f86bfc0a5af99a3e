using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace ExactGN.Experiments;

/// <summary>The optimisers that are compared.</summary>
public enum OptimiserKind
{
    /// <summary>Exact reversible Gauss-Newton.</summary>
    GaussNewton,

    /// <summary>Stochastic gradient descent, no momentum.</summary>
    Sgd,

    /// <summary>Adam with its usual moments.</summary>
    Adam,
}

/// <summary>Everything that decides a training run's numbers. Equal configurations give equal numbers on one machine.</summary>
public sealed record RunConfiguration
{
    /// <summary>The setting this run belongs to, such as "full-batch".</summary>
    public required string Setting { get; init; }

    /// <summary>The arm of the comparison, such as "gn"; one curve in the figures.</summary>
    public required string Arm { get; init; }

    /// <summary>The optimiser.</summary>
    public required OptimiserKind Optimiser { get; init; }

    /// <summary>η. For Gauss-Newton with <see cref="StepScaling.Reference"/> the step in function space is α = Lη.</summary>
    public required double LearningRate { get; init; }

    /// <summary>Passes over the training samples.</summary>
    public required int Epochs { get; init; }

    /// <summary>n, the samples per update.</summary>
    public required int BatchSize { get; init; }

    /// <summary>N, the training samples used: the first N of the data set.</summary>
    public required int TrainSamples { get; init; }

    /// <summary>The network; its seed is replaced by the run's.</summary>
    public required RevMlpOptions Model { get; init; }

    /// <summary>Singular values below rtol·σ_max are cut.</summary>
    public double Rtol { get; init; } = 1e-2;

    /// <summary>Singular values below atol are cut.</summary>
    public double Atol { get; init; } = 1e-5;

    /// <summary>Whether the blocks' contributions are averaged or, as published, summed.</summary>
    public StepScaling Scaling { get; init; } = StepScaling.Reference;

    /// <summary>The seed of the network's draws and of the batch order.</summary>
    public int Seed { get; init; } = 42;

    /// <summary>float32 or float64.</summary>
    public ScalarType Dtype { get; init; } = ScalarType.Float32;

    /// <summary>"cpu" or "cuda".</summary>
    public string Device { get; init; } = "cpu";

    /// <summary>Eight hexadecimal digits of the configuration's SHA-256, the same on every machine.</summary>
    public string Hash => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(this, Json.Compact))))[..8];

    /// <summary>The name of the run's folder.</summary>
    public string FolderName => $"{Setting}-{Arm}-seed{Seed}-{Hash}";
}
