using System.Xml.Linq;

namespace ExactGN.Tests;

/// <summary>The rooms of a project, from the ground up: each may use those before it.</summary>
/// <param name="Rooms">Their namespaces.</param>
internal sealed record RoomOrder(IReadOnlyList<string> Rooms)
{
    /// <summary>A project's order.</summary>
    /// <param name="path">Its Rooms.props.</param>
    internal static RoomOrder Read(string path) =>
        new([.. XDocument.Load(path).Descendants("Using").Select(item => item.Attribute("Include")!.Value)]);

    /// <summary>What an assembly does against the order, a sentence each.</summary>
    /// <param name="uses">Its uses.</param>
    internal IReadOnlyList<string> Broken(IReadOnlyCollection<TypeUse> uses)
    {
        var types = uses.SelectMany(use => (TypeName[])[use.From, use.To]).Where(type => IsOurs(type.Room)).ToHashSet();
        return
        [
            .. from type in types where Rank(type.Room) < 0 select $"{type}: no room of this name is in Rooms.props",
            .. from room in Rooms where types.All(type => type.Room != room) select $"{room}: nothing is in this room",
            .. from use in uses
               where Rank(use.From.Room) >= 0 && Rank(use.From.Room) < Rank(use.To.Room)
               orderby Rank(use.From.Room), Rank(use.To.Room), $"{use}"
               select $"{use.From} uses {use.To}, of a later room",
        ];
    }

    // Not what the compiler and its generators add.
    private static bool IsOurs(string room) =>
        room == "ExactGN" || room.StartsWith("ExactGN.", StringComparison.Ordinal);

    private int Rank(string room) => Rooms.ToList().IndexOf(room);
}
