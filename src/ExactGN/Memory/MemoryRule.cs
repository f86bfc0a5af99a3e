using System.Globalization;

namespace ExactGN.Memory;

/// <summary>What memory cannot hold is refused with the figure, before any of it is taken.</summary>
internal static class MemoryRule
{
    /// <summary>The bytes that this process may have.</summary>
    internal static long Available => GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;

    /// <summary>Refuses what is too large.</summary>
    /// <param name="needed">The bytes that it takes at least.</param>
    /// <param name="available">The bytes that there are.</param>
    /// <param name="what">The rule and what is asked for: "A network must fit into memory; this one".</param>
    /// <param name="why">What the bytes are for: " to draw".</param>
    /// <exception cref="ArgumentException">It is too large; the message gives both figures.</exception>
    internal static void Require(Int128 needed, long available, string what, string why = "")
    {
        if (needed > available)
        {
            throw new ArgumentException(
                $"{what} takes {Gibibytes(needed)} GiB{why}, and there are {Gibibytes(available)} GiB.");
        }
    }

    /// <summary>The same for matrices on a device; of a GPU's memory nothing is known here.</summary>
    /// <param name="rows">The rows of one.</param>
    /// <param name="columns">Its columns.</param>
    /// <param name="copies">How many there are at a time.</param>
    /// <param name="like">Gives dtype and device.</param>
    /// <param name="what">As for <see cref="Require(Int128, long, string, string)"/>.</param>
    internal static void RequireMatrices(long rows, long columns, int copies, Tensor like, string what)
    {
        if (like.device_type == DeviceType.CPU)
        {
            Require((Int128)rows * columns * copies * like.element_size(), Available, what);
        }
    }

    /// <summary>A size for readers.</summary>
    /// <param name="bytes">The bytes.</param>
    internal static string Gibibytes(Int128 bytes) =>
        ((double)bytes / (1L << 30)).ToString("N1", CultureInfo.InvariantCulture);
}
