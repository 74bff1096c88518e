using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace Octavo.Compiler.Import.Inputs;

/// <summary>The option InputShapes: <c>image:1x3x224x224,mask:1x128</c>. The shape follows the last colon, since names may hold colons.</summary>
internal static class InputShapes
{
    /// <summary>The shape given for each input; empty when the option is not set.</summary>
    /// <param name="names">The model's inputs; when there is one, its name may be left out.</param>
    /// <exception cref="ModelException">The text does not follow the syntax, or names no input of the model.</exception>
    public static IReadOnlyDictionary<string, Shape> Parse(string? text, IReadOnlyList<string> names)
    {
        var shapes = new Dictionary<string, Shape>(StringComparer.Ordinal);
        if (text is null || text.Trim().Length == 0)
        {
            return shapes;
        }

        foreach (string entry in text.Split(','))
        {
            int colon = entry.LastIndexOf(':');
            string name = colon < 0 ? "" : entry.Substring(0, colon).Trim();
            if (colon < 0 && names.Count == 1)
            {
                name = names[0];
            }

            if (!names.Contains(name))
            {
                throw Invalid(
                    text,
                    (colon < 0 ? $"{Printable.Quote(entry.Trim())} names no input" : $"the model has no input {Printable.Quote(name)}")
                    + $"; its inputs are {string.Join(", ", names.Select(Printable.Quote))}");
            }

            if (shapes.ContainsKey(name))
            {
                throw Invalid(text, $"the input {Printable.Quote(name)} is given twice");
            }

            shapes.Add(name, ParseShape(text, entry.Substring(colon + 1).Trim()));
        }

        return shapes;
    }

    private static Shape ParseShape(string text, string shape)
    {
        string[] parts = shape.Split('x');
        int[] dimensions = new int[parts.Length];
        for (int i = 0; i < parts.Length; i++)
        {
            if (!int.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out dimensions[i]))
            {
                throw Invalid(text, $"{Printable.Quote(shape)} is no shape");
            }
        }

        return new Shape(dimensions);
    }

    private static ModelException Invalid(string text, string reason) => new(
        ProblemKind.InvalidOption, $"InputShapes={Printable.Quote(text)}: {reason}. Write entries like image:1x3x224x224, separated by commas.");
}
