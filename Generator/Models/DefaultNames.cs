using System.Globalization;
using System.Linq;
using System.Text;

namespace Octavo.Generator.Models;

/// <summary>The names a model's class gets when the project says nothing.</summary>
internal static class DefaultNames
{
    /// <summary>Pascal case of a file's name without extension: <c>mobilenet_v2</c> → <c>MobilenetV2</c>, <c>2-heads</c> → <c>_2Heads</c>.</summary>
    public static string ClassOf(string fileName)
    {
        var name = new StringBuilder();
        bool startsWord = true;
        foreach (char c in fileName)
        {
            if (!IsPart(c) || c == '_')
            {
                startsWord = true;
                continue;
            }

            name.Append(startsWord ? char.ToUpperInvariant(c) : c);
            startsWord = false;
        }

        return Anchored(name.Length == 0 ? "Model" : name.ToString());
    }

    /// <summary>A root namespace, each part made an identifier: the SDK derives it from the project's name and leaves hyphens and leading digits.</summary>
    public static string NamespaceOf(string rootNamespace) =>
        string.Join(".", rootNamespace.Split('.').Where(part => part.Length > 0).Select(part => Anchored(new string([.. part.Select(c => IsPart(c) ? c : '_')]))));

    private static string Anchored(string name) => IsStart(name[0]) ? name : "_" + name;

    private static bool IsStart(char c) => c == '_' || char.IsLetter(c) || CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.LetterNumber;

    private static bool IsPart(char c) => IsStart(c) || CharUnicodeInfo.GetUnicodeCategory(c) is
        UnicodeCategory.DecimalDigitNumber or UnicodeCategory.ConnectorPunctuation or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;
}
