using System.Globalization;
using System.Linq;
using System.Text;

namespace Octavo.Compiler.Import;

/// <summary>
/// Makes text from a model fit for a message: what could break a line, end a quotation or reorder the text around it (control and
/// format characters, quotes, backslashes, broken surrogates) is escaped, and long text is cut.
/// </summary>
internal static class Printable
{
    private const int MaxLength = 100;
    private const int MaxLineLength = 1000;

    /// <summary>The text in single quotes.</summary>
    public static string Quote(string text) => "'" + Escape(text) + "'";

    public static string Escape(string text)
    {
        var result = new StringBuilder();
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            bool pair = char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]);
            if (result.Length >= MaxLength)
            {
                return result.Append('…').ToString();
            }

            if (pair)
            {
                result.Append(c).Append(text[++i]);
            }
            else if (IsPlain(c))
            {
                result.Append(c);
            }
            else
            {
                result.Append("\\u").Append(((int)c).ToString("X4", CultureInfo.InvariantCulture));
            }
        }

        return result.ToString();
    }

    /// <summary>Text that is meant for copying: only what could break or reorder the line is taken out.</summary>
    public static string Line(string text)
    {
        string line = new(text.Where(c => !IsInvisible(c)).ToArray());
        return line.Length <= MaxLineLength ? line : line.Substring(0, MaxLineLength) + "…";
    }

    private static bool IsPlain(char c) => c is not ('\'' or '"' or '\\' or '`') && !IsInvisible(c);

    private static bool IsInvisible(char c) => char.GetUnicodeCategory(c) is (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned);
}
