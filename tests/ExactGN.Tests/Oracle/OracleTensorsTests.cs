namespace ExactGN.Tests.Oracle;

public sealed class OracleTensorsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("exactgn-tensors-").FullName;

    private string File => Path.Combine(_folder, "initial.safetensors");

    [Fact]
    public void Rows_come_first_and_single_precision_is_widened()
    {
        using var scope = NewDisposeScope();
        var written = tensor(new[,] { { 1f, 2, 3 }, { 4, 5, 6.5f } });
        Save(("a", written));

        var array = OracleTensors.Load(File).Array("a", 2, 3);

        Assert.Equal([1, 2, 3, 4, 5, 6.5], array.Values.ToArray());
        Assert.True(array.ToTensor().Equals(written.to(float64)));
    }

    [Theory]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.NegativeInfinity, "-Infinity")]
    public void What_is_not_finite_is_refused(double value, string says)
    {
        using var scope = NewDisposeScope();
        Save(("good", zeros(2, dtype: float64)), ("bad", tensor([0, value])));

        AssertSays($"'{File}': array 'bad' must hold finite numbers, got {says}.", () => OracleTensors.Load(File));
    }

    [Fact]
    public void A_missing_array_a_wrong_shape_and_a_broken_rule_are_named()
    {
        using var scope = NewDisposeScope();
        Save(("a", arange(6, dtype: float64).view(2, 3)));
        var tensors = OracleTensors.Load(File);

        AssertSays($"'{File}': array 'b' is missing.", () => tensors.Array("b", 1));
        AssertSays(
            $"'{File}': array 'a' must have shape [3, 2], got [2, 3].", () => tensors.Array("a", 3, 2));
        AssertSays(
            $"'{File}': array 'a' must be below 5, got 5.",
            () => tensors.Array("a", value => value < 5, "be below 5", 2, 3));
    }

    [Fact]
    public void A_damaged_file_is_named_and_leaves_no_tensor()
    {
        System.IO.File.WriteAllText(File, "no tensors at all");
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;

        var error = Assert.Throws<InvalidDataException>(() => OracleTensors.Load(File));

        Assert.StartsWith($"'{File}' is not a safetensors file", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void A_file_that_is_read_leaves_no_tensor()
    {
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        using (NewDisposeScope())
        {
            Save(("a", zeros(2, dtype: float64)));
        }

        OracleTensors.Load(File);

        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void A_NumPy_archive_in_its_place_is_refused_with_how_to_convert_it()
    {
        var archive = Path.ChangeExtension(File, ".npz");
        System.IO.File.WriteAllText(archive, "");

        AssertSays(
            $"'{archive}' is a NumPy archive, and safetensors are read; in its folder, python -c \"import numpy, "
            + "safetensors.numpy as s; s.save_file({k: v.astype('f8', order='C') for k, v in "
            + "numpy.load('initial.npz').items()}, 'initial.safetensors')\" converts it.",
            () => OracleTensors.Load(File));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private void Save(params (string Name, Tensor Tensor)[] tensors) =>
        Safetensors.Save(File, tensors, new Dictionary<string, string>());

    private static void AssertSays(string message, Action read) =>
        Assert.Equal(message, Assert.Throws<InvalidDataException>(read).Message);
}
