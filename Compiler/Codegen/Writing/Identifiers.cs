using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;

namespace Octavo.Compiler.Codegen.Writing;

/// <summary>Makes distinct C# identifiers from names in a model, which are untrusted: only ASCII letters and digits pass.</summary>
internal sealed class Identifiers
{
    private readonly HashSet<string> _taken;
    private readonly string? _takenEnding;

    /// <param name="reserved">Names that are taken.</param>
    /// <param name="reservedEnding">The ending of further names that are taken.</param>
    public Identifiers(IEnumerable<string> reserved, string? reservedEnding = null)
    {
        _taken = new HashSet<string>(reserved);
        _takenEnding = reservedEnding;
    }

    /// <summary>What <see cref="Pascal"/> makes of a name when nothing is taken.</summary>
    public static string PascalOf(string name, string fallback) => Words(name, fallback, upperFirst: true);

    /// <summary><c>block1/project</c> → <c>Block1Project</c>; a number is appended when the name is taken.</summary>
    public string Pascal(string name, string fallback) => Distinct(PascalOf(name, fallback));

    /// <summary><c>serving_default_input:0</c> → <c>servingDefaultInput0</c>.</summary>
    public string Camel(string name, string fallback) => Distinct(Words(name, fallback, upperFirst: false));

    private static string Words(string name, string fallback, bool upperFirst)
    {
        var text = new StringBuilder();
        bool upper = upperFirst;
        foreach (char c in name)
        {
            if (c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9'))
            {
                text.Append(upper ? char.ToUpperInvariant(c) : text.Length == 0 && !upperFirst ? char.ToLowerInvariant(c) : c);
                upper = false;
            }
            else
            {
                upper = text.Length > 0 || upperFirst;
            }

            if (text.Length >= 60)
            {
                break;
            }
        }

        if (text.Length == 0)
        {
            return fallback;
        }

        return char.IsDigit(text[0]) ? fallback + text : text.ToString();
    }

    private string Distinct(string name)
    {
        string candidate = name;
        for (int i = 2; !TryTake(candidate); i++)
        {
            candidate = name + "_" + i.ToString(CultureInfo.InvariantCulture);
        }

        return candidate;
    }

    private bool TryTake(string name) => (_takenEnding is null || !name.EndsWith(_takenEnding, StringComparison.Ordinal)) && _taken.Add(name);
}
