using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.RegularExpressions;
using Octavo.Compiler.Codegen.Writing;
using Octavo.Compiler.Import;

namespace Octavo.Compiler.Lengths;

/// <summary>
/// The lengths that a class takes. In the option InputShapes a dimension is open when it is a range: <c>tokens:1x1..128</c>, or <c>tokens:1x&lt;=128</c> for
/// one that begins at 1. All open dimensions of a model are the same length, so that they have the same range.
/// </summary>
internal sealed record LengthRange(int Least, int Most)
{
    private static readonly Regex OpenDimension = new(@"(?<=^|[:,x]\s*)(?:<=\s*(?<most>\d{1,9})|(?<least>\d{1,9})\s*\.\.\s*(?<most>\d{1,9}))(?=\s*(?:$|[,x]))", RegexOptions.CultureInvariant);

    /// <summary>The C# construction of Runtime's LengthRange.</summary>
    public string Construction => $"new octavo::LengthRange({Literal.Int(Least)}, {Literal.Int(Most)})";

    private string Text { get; init; } = "";

    /// <summary>The range in the option InputShapes; null when every dimension is a number.</summary>
    /// <exception cref="ModelException">Ranges differ, or one is empty.</exception>
    public static LengthRange? Of(string? inputShapes)
    {
        List<LengthRange> ranges = OpenDimension.Matches(inputShapes ?? "").Cast<Match>()
            .Select(m => new LengthRange(m.Groups["least"].Success ? Number(m.Groups["least"].Value) : 1, Number(m.Groups["most"].Value)) { Text = inputShapes! })
            .ToList();
        if (ranges.Count == 0)
        {
            return null;
        }

        LengthRange range = ranges[0];
        string? obstacle = range.Least < 1 || range.Least > range.Most ? $"the range {range.Least}..{range.Most} holds no length"
            : ranges.FirstOrDefault(r => r != range) is { } other ? $"the dimensions {range.Least}..{range.Most} and {other.Least}..{other.Most} are open alike, but a model has one length; give them the same range"
            : null;
        return obstacle is null ? range : throw new ModelException(ProblemKind.InvalidOption, $"InputShapes={Printable.Quote(inputShapes!)}: {obstacle}.");
    }

    /// <summary>The options for the greatest length, where they leave one open.</summary>
    /// <exception cref="ModelException">Ranges differ, or one is empty.</exception>
    public static CompilerOptions Greatest(CompilerOptions options) => Of(options.InputShapes) is { } range ? options with { InputShapes = range.At(range.Most) } : options;

    /// <summary>The option InputShapes for one length.</summary>
    public string At(int length) => OpenDimension.Replace(Text, length.ToString(CultureInfo.InvariantCulture));

    private static int Number(string digits) => int.Parse(digits, CultureInfo.InvariantCulture);
}
