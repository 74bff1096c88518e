using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace Octavo.Sample;

/// <summary>Draws digits side by side in characters, with what they are and what the network saw.</summary>
internal static class Gallery
{
    private const string Shades = " .:-=+*#%@";
    private const int Gap = 4;

    public static void Write(TextWriter output, IReadOnlyList<(Digit Digit, Answer Answer)> digits)
    {
        for (int row = 0; row < Digit.Size; row++)
        {
            WriteLine(output, digits.Select(d => Row(d.Digit, row)));
        }

        WriteLine(output, digits.Select(d => $"label {d.Digit.Label}"));
        WriteLine(output, digits.Select(d => $"answer {d.Answer.Digit}"));
        WriteLine(output, digits.Select(d => $"{d.Answer.Confidence:P1} sure"));
    }

    /// <summary>Two characters per pixel, since characters are about twice as high as wide.</summary>
    private static string Row(Digit digit, int row) => string.Concat(
        digit.Pixels.AsSpan(row * Digit.Size, Digit.Size).ToArray().Select(pixel => new string(Shades[(int)(pixel * (Shades.Length - 1))], 2)));

    private static void WriteLine(TextWriter output, IEnumerable<string> cells) =>
        output.WriteLine(string.Concat(cells.Select(cell => cell.PadRight((2 * Digit.Size) + Gap))).TrimEnd());
}
