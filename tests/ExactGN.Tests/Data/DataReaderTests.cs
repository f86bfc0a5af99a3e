namespace ExactGN.Experiments.Tests;

public sealed class DataReaderTests : IDisposable
{
    private static readonly ImageShape Shape = new(1, 28, 28);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Plain_and_gzipped_IDX_files_give_the_bytes_that_were_written(bool packed)
    {
        var (images, labels) = (SmallFiles.Images(5), SmallFiles.Labels(5));
        // Packed or not is told by the content: the names say nothing.
        var data = IdxFile.Read(Write("a", images, packed), Write("b", labels, packed), Shape, 10, most: 5);

        Assert.Equal(5, data.Count);
        Assert.Equal(images[16..], data.Pixels.ToArray());
        Assert.Equal(labels[8..], data.Labels.ToArray());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void CIFAR_records_are_split_into_label_and_planes(bool packed)
    {
        var batch = SmallFiles.Batch(3, seed: 5);
        var data = CifarBinary.Read(Write("batch", batch, packed), most: 3);

        Assert.Equal([5, 6, 7], data.Labels.ToArray());
        Assert.Equal(batch.Chunk(3073).SelectMany(record => record[1..]), data.Pixels.ToArray());
    }

    [Theory]
    [InlineData("magic", "must begin with 2051, the magic number of IDX images, got 2049.")]
    [InlineData("labels for images", "must begin with 2051, the magic number of IDX images, got 2049.")]
    [InlineData("empty", "must begin with 2051, the magic number of IDX images, got 0 bytes in all.")]
    [InlineData("header", "must begin with 16 bytes of magic number and sizes, got 9 bytes in all.")]
    [InlineData("size", "must hold images of 28×28, got 28×27.")]
    [InlineData("short", "must hold 3936 bytes for its 5 images, got 3935.")]
    [InlineData("long", "must hold 3936 bytes for its 5 images, got 3937.")]
    [InlineData("count", "must hold 1 to 9 images, got -1.")]
    [InlineData("many", "must hold at most 7,072 bytes, and it holds more.")]
    [InlineData("half a gzip file", "must be a whole gzip file, and it is damaged or cut short.")]
    [InlineData("gzip file without its end", "must be a whole gzip file, and it is damaged or cut short.")]
    [InlineData("damaged gzip file", "must be a whole gzip file, and it is damaged or cut short.")]
    public void A_malformed_file_of_images_is_named_in_one_sentence(string what, string says)
    {
        var good = SmallFiles.Images(5);
        var packed = SmallFiles.Packed(good);
        var path = _folder.Write("images", what switch
        {
            "magic" => SmallFiles.Images(5, magic: 2049),
            "labels for images" => SmallFiles.Labels(5),
            "empty" => [],
            "header" => good[..9],
            "size" => SmallFiles.Images(5, width: 27),
            "short" => good[..^1],
            "long" => [.. good, 0],
            "count" => [.. good[..4], 255, 255, 255, 255, .. good[8..]],
            "many" => SmallFiles.Images(10),
            "half a gzip file" => packed[..(packed.Length / 2)],
            "gzip file without its end" => packed[..^8],
            _ => [.. packed[..^6], 0, .. packed[^5..]],
        });

        var error = Assert.Throws<InvalidDataException>(() => IdxFile.ReadImages(path, Shape, most: 9));

        Assert.Equal($"'{path}' {says}", error.Message);
    }

    [Fact]
    public void A_label_out_of_range_is_named_with_its_image()
    {
        var labels = SmallFiles.Labels(5);
        labels[8 + 3] = 10;
        var path = _folder.Write("labels", labels);
        var batch = SmallFiles.Batch(3, 1);
        batch[2 * 3073] = 200;
        var binary = _folder.Write("batch", batch);

        Assert.Equal(
            $"'{path}' must hold labels 0 to 9, got 10 at image 3.",
            Assert.Throws<InvalidDataException>(() => IdxFile.ReadLabels(path, 10, 5)).Message);
        Assert.Equal(
            $"'{binary}' must hold labels 0 to 9, got 200 at image 2.",
            Assert.Throws<InvalidDataException>(() => CifarBinary.Read(binary, 3)).Message);
    }

    [Fact]
    public void Labels_must_be_as_many_as_images()
    {
        var (images, labels) =
            (_folder.Write("images", SmallFiles.Images(5)), _folder.Write("labels", SmallFiles.Labels(4)));

        Assert.Equal(
            $"'{labels}' must hold a label for each of the 5 images of '{images}', got 4.",
            Assert.Throws<InvalidDataException>(() => IdxFile.Read(images, labels, Shape, 10, 5)).Message);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3072)]
    [InlineData(3074)]
    public void A_CIFAR_batch_must_be_whole_records(int bytes)
    {
        var path = _folder.Write("batch", new byte[bytes]);

        Assert.Equal(
            $"'{path}' must hold whole records of 3073 bytes, got {bytes} bytes.",
            Assert.Throws<InvalidDataException>(() => CifarBinary.Read(path, 3)).Message);
    }

    private string Write(string name, byte[] content, bool packed) =>
        _folder.Write(name, packed ? SmallFiles.Packed(content) : content);
}
