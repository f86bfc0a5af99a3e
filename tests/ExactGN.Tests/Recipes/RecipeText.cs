using System.Collections;
using System.Globalization;

namespace ExactGN.Tests;

/// <summary>A recipe as people read it: what it was made from, lists with their entries, and nothing
/// that follows from these.</summary>
public static class RecipeText
{
    /// <summary>A record's name and what it is made from: all that can be set of it.</summary>
    /// <param name="recipe">A record.</param>
    public static string Of(object recipe)
    {
        var settings =
            from property in recipe.GetType().GetProperties()
            where property.CanWrite
            select $"{property.Name} = {Value(property.GetValue(recipe))}";
        return $"{recipe.GetType().Name} {{ {string.Join(", ", settings)} }}";
    }

    private static string Value(object? value) => value is IEnumerable list and not string
        ? $"[{string.Join(", ", list.Cast<object?>().Select(Value))}]"
        : Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
}
