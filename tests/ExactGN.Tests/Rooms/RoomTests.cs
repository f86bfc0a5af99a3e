using System.Reflection;
using Microsoft.CodeAnalysis;

namespace ExactGN.Tests;

/// <summary>Each project's namespaces are rooms in one order, and no code uses a later one.</summary>
[Trait("Needs", "Sources")]
public sealed class RoomTests
{
    [Theory]
    [InlineData(typeof(RevMlp))]
    [InlineData(typeof(LibTorchLoader))]
    [InlineData(typeof(Law))]
    [InlineData(typeof(Experiment))]
    public void No_room_uses_a_later_one(Type inside)
    {
        var uses = UsesOf(inside.Assembly);

        var broken = OrderOf(inside.Assembly.GetName().Name!).Broken(uses);

        Assert.True(uses.Count > 10, $"only {uses.Count} uses were found");
        Assert.True(broken.Count == 0, string.Join('\n', broken));
    }

    // Whatever of it is used first: a map of one's own touches nothing of the library.
    [Theory]
    [InlineData(typeof(RevMlp))]
    [InlineData(typeof(Law))]
    [InlineData(typeof(Experiment))]
    public void Every_assembly_that_makes_tensors_registers_the_loader_as_it_is_loaded(Type inside)
    {
        using var module = Mono.Cecil.ModuleDefinition.ReadModule(inside.Assembly.Location);

        Assert.Contains(module.AssemblyReferences, reference => reference.Name == "TorchSharp");
        var start = Assert.Single(module.Types.Single(type => type.Name == "<Module>").Methods);
        var called = start.Body.Instructions.Select(instruction => instruction.Operand)
            .OfType<Mono.Cecil.MethodReference>();
        Assert.Contains(called, method => method.Name == "Prepare");
    }

    // A planted fault for each pair of rooms: an order in which they have changed places is refused.
    [Fact]
    public void An_order_with_two_rooms_exchanged_is_refused_where_one_uses_the_other()
    {
        var uses = UsesOf(typeof(RevMlp).Assembly);
        var rooms = OrderOf("ExactGN").Rooms;
        var used = uses.Where(use => use.From.Room != use.To.Room && rooms.Contains(use.To.Room))
            .Select(use => (use.From.Room, use.To.Room)).Distinct().ToArray();

        Assert.True(used.Length >= rooms.Count, $"only {used.Length} rooms use another");
        Assert.All(used, pair => Assert.NotEmpty(new RoomOrder(
            [.. rooms.Select(room => room == pair.Item1 ? pair.Item2 : room == pair.Item2 ? pair.Item1 : room)])
            .Broken(uses)));
    }

    [Theory]
    [InlineData("class Low : High;")]
    [InlineData("class Low : IHigh;")]
    [InlineData("class Low<T> where T : High;")]
    [InlineData("class Low { void Go<T>() where T : IHigh { } }")]
    [InlineData("[HighAttribute] class Low;")]
    [InlineData("class Low { [HighAttribute] void Go() { } }")]
    [InlineData("class Low { void Go([HighAttribute] int x) { } }")]
    [InlineData("[System.ComponentModel.DefaultValue(typeof(High), \"\")] class Low;")]
    [InlineData("class Low { internal High? Field = null; }")]
    [InlineData("class Low { High[]? Property { get; set; } }")]
    [InlineData("class Low { event Func<High, int>? Happens { add { } remove { } } }")]
    [InlineData("class Low { void Go(ref High x) { } }")]
    [InlineData("class Low { object Go() => new High(); }")]
    [InlineData("class Low { object Go() => new High.Inner(); }")]
    [InlineData("class Low { object Go() => new High[2]; }")]
    [InlineData("class Low { object Go() => typeof(High); }")]
    [InlineData("class Low { object Go() => Array.Empty<High>(); }")]
    [InlineData("class Low { object Go() => new List<Dictionary<int, High>>(); }")]
    [InlineData("class Low { bool Go(object x) => x is High; }")]
    [InlineData("class Low { int Go() => High.Number; }")]
    [InlineData("class Low { void Go() => High.Do(); }")]
    [InlineData("class Low { Action Go() => High.Do; }")]
    [InlineData("class Low { Action Go() => () => High.Do(); }")]
    [InlineData("class Low { static void Go() { Local(); static void Local() => High.Do(); } }")]
    [InlineData("class Low { async Task Go() { await Task.Yield(); High.Do(); } }")]
    [InlineData("class Low { Func<Task> Go() => async () => { await Task.Yield(); High.Do(); }; }")]
    [InlineData("class Low { IEnumerable<int> Go() { yield return High.Number; } }")]
    [InlineData("class Low { int Go() { try { return 1; } catch (HighException) { return 0; } } }")]
    [InlineData("class Low { static class Inner { static void Go() => High.Do(); } }")]
    public void A_use_of_a_later_room_is_found_wherever_it_hides(string low)
    {
        var argument = low.Contains("Low<", StringComparison.Ordinal) ? "<High>" : "";
        var uses = TypeUse.In(new MemoryStream(PageSource.Image($$"""
            namespace ExactGN.Ground
            {
                using ExactGN.Upper;
                {{low}}
                class Other { object Go() => new Low{{argument}}(); }
            }

            namespace ExactGN.Upper
            {
                class High { internal static int Number = 1; internal static void Do() { } internal class Inner; }
                interface IHigh;
                class HighAttribute : Attribute;
                class HighException : Exception;
                class User { object Go() => new High(); }
            }
            """, OutputKind.DynamicallyLinkedLibrary)));

        Assert.Contains(new RoomOrder(["ExactGN.Ground", "ExactGN.Upper"]).Broken(uses), sentence =>
            sentence.StartsWith("ExactGN.Ground.Low", StringComparison.Ordinal)
            && sentence.EndsWith(", of a later room", StringComparison.Ordinal));
    }

    [Fact]
    public void A_room_that_is_not_listed_and_one_that_is_empty_are_named()
    {
        var uses = new[] { new TypeUse(new("ExactGN.A", "X"), new("ExactGN.B", "Y")) };

        Assert.Equal(
            ["ExactGN.B.Y: no room of this name is in Rooms.props", "ExactGN.C: nothing is in this room"],
            new RoomOrder(["ExactGN.C", "ExactGN.A"]).Broken(uses));
    }

    private static RoomOrder OrderOf(string project) =>
        RoomOrder.Read(Repository.PathOf("src", project, "Rooms.props"));

    private static IReadOnlyList<TypeUse> UsesOf(Assembly assembly)
    {
        using var file = File.OpenRead(assembly.Location);
        return TypeUse.In(file);
    }
}
