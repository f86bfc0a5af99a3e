using System.Globalization;

namespace ExactGN.Experiments.Oracle;

/// <summary>The named arrays of a safetensors file, in double precision.</summary>
internal sealed class OracleTensors
{
    private readonly string _path;
    private readonly Dictionary<string, OracleArray> _arrays;

    private OracleTensors(string path, Dictionary<string, OracleArray> arrays) => (_path, _arrays) = (path, arrays);

    /// <summary>Reads every array of the file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">It is damaged, or holds a number that is not finite; or it is not there,
    /// and a NumPy archive of its name is. The message names the file and the array.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    internal static OracleTensors Load(string path)
    {
        var archive = Path.ChangeExtension(path, ".npz");
        if (!File.Exists(path) && File.Exists(archive))
        {
            throw new InvalidDataException(
                $$"""
                '{{archive}}' is a NumPy archive, and safetensors are read; in its folder, python -c "import numpy,
                safetensors.numpy as s; s.save_file({k: v.astype('f8', order='C') for k, v in
                numpy.load('{{Path.GetFileName(archive)}}').items()}, '{{Path.GetFileName(path)}}')" converts it.
                """.ReplaceLineEndings(" "));
        }

        using var scope = NewDisposeScope();
        var arrays = Safetensors.Load(path).Tensors.ToDictionary(
            entry => entry.Key,
            entry => new OracleArray(entry.Value.shape, entry.Value.to(float64).data<double>().ToArray()));
        foreach (var (name, array) in arrays)
        {
            Require(path, name, array, double.IsFinite, "hold finite numbers");
        }

        return new(path, arrays);
    }

    /// <summary>The array of that name, which must have that shape.</summary>
    /// <param name="name">The name.</param>
    /// <param name="shape">The shape that its place demands.</param>
    /// <exception cref="InvalidDataException">There is none, or it has another shape.</exception>
    internal OracleArray Array(string name, params long[] shape)
    {
        if (!_arrays.TryGetValue(name, out var array))
        {
            throw new InvalidDataException($"'{_path}': array '{name}' is missing.");
        }

        return array.Shape.SequenceEqual(shape)
            ? array
            : throw new InvalidDataException(
                $"'{_path}': array '{name}' must have shape {OracleArray.Describe(shape)}, got {array}.");
    }

    /// <summary>The same, with a rule that each of its entries must keep.</summary>
    internal OracleArray Array(string name, Func<double, bool> rule, string must, params long[] shape)
    {
        var array = Array(name, shape);
        Require(_path, name, array, rule, must);
        return array;
    }

    private static void Require(string path, string name, OracleArray array, Func<double, bool> rule, string must)
    {
        foreach (var value in array.Values)
        {
            if (!rule(value))
            {
                throw new InvalidDataException(
                    $"'{path}': array '{name}' must {must}, got {value.ToString(CultureInfo.InvariantCulture)}.");
            }
        }
    }
}
