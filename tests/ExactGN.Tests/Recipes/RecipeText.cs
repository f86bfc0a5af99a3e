using System.Collections;
using System.Globalization;

namespace ExactGN.Tests;

/// <summary>A recipe as people read it: what it was made from, lists with their entries, and nothing
/// that follows from these.</summary>
public static class RecipeText
{
    /// <summary>A record's name and what it is made from: all that can be set of it.</summary>
    /// <param name="recipe">A record.</param>
    public static string Of(object recipe) =>
        $"{recipe.GetType().Name} {{ {string.Join(", ", recipe.GetType().GetProperties().Where(property => property.CanWrite).Select(property => $"{property.Name} = {Value(property.GetValue(recipe))}"))} }}";

    private static string Value(object? value) => value is IEnumerable list and not string
        ? $"[{string.Join(", ", list.Cast<object?>().Select(Value))}]"
        : Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
}
