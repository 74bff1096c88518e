using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace Octavo.Compiler.Codegen.Writing;

/// <summary>C# literals, in the invariant culture. Text from a model enters generated code through here and through <see cref="Identifiers"/> only.</summary>
internal static class Literal
{
    public static string Int(long value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>A float literal that reads back as the same bits.</summary>
    public static string Float(float value)
    {
        if (float.IsNaN(value))
        {
            return "float.NaN";
        }

        if (float.IsInfinity(value))
        {
            return value > 0 ? "float.PositiveInfinity" : "float.NegativeInfinity";
        }

        if (value == 0 && 1 / value < 0)
        {
            return "-0f";
        }

        // Not every host's R format round-trips; nine digits always do.
        string shortest = value.ToString("R", CultureInfo.InvariantCulture);
        string text = float.Parse(shortest, CultureInfo.InvariantCulture) == value ? shortest : value.ToString("G9", CultureInfo.InvariantCulture);
        return text + "f";
    }

    public static string Bool(bool value) => value ? "true" : "false";

    /// <summary>A span literal: <c>[1, 2, 3]</c>.</summary>
    public static string Ints(IEnumerable<int> values) => "[" + string.Join(", ", values.Select(v => Int(v))) + "]";

    /// <summary>A regular string literal; everything but printable ASCII is escaped.</summary>
    public static string String(string value)
    {
        var text = new StringBuilder("\"");
        foreach (char c in value)
        {
            text.Append(c switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                >= ' ' and <= '~' => c.ToString(),
                _ => "\\u" + ((int)c).ToString("x4", CultureInfo.InvariantCulture),
            });
        }

        return text.Append('"').ToString();
    }

    /// <summary>Text for a comment: one line, printable ASCII, nothing that could end a comment or an XML element.</summary>
    public static string Comment(string value)
    {
        var text = new StringBuilder();
        foreach (char c in value.Length > 120 ? value.Substring(0, 120) + "..." : value)
        {
            text.Append(c is >= ' ' and <= '~' and not ('<' or '>' or '&' or '*' or '\\') ? c : '_');
        }

        return text.ToString();
    }
}
