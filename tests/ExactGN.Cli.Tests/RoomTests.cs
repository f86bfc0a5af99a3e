using ExactGN.Tests;

namespace ExactGN.Cli.Tests;

/// <summary>The program's namespaces are rooms in one order, and its commands know nothing of each other.</summary>
public sealed class RoomTests
{
    // Top-level statements stand in no namespace.
    private const string Start = "";

    private static readonly IReadOnlyList<TypeUse> Uses = Read();

    [Fact]
    public void No_room_uses_a_later_one()
    {
        var order = RoomOrder.Read(Path.Combine(ExactGnProgram.Root, "src", "ExactGN.Cli", "Rooms.props"));

        Assert.True(Uses.Count > 10, $"only {Uses.Count} uses were found");
        Assert.Equal([], order.Broken(Uses));
    }

    [Fact]
    public void What_all_commands_share_uses_none_and_none_uses_another()
    {
        var between = Uses.Where(use => IsCommand(use.To.Room) && use.From.Room != use.To.Room).ToArray();

        Assert.NotEmpty(between);
        Assert.All(between, use => Assert.Equal(Start, use.From.Room));
    }

    private static bool IsCommand(string room) => room.StartsWith("ExactGN.Cli.Commands.", StringComparison.Ordinal);

    private static IReadOnlyList<TypeUse> Read()
    {
        using var program = File.OpenRead(ExactGnProgram.Dll);
        return TypeUse.In(program);
    }
}
