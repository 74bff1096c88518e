using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace Octavo.Sample;

/// <summary>A handwritten digit of the test data.</summary>
/// <param name="Label">What the writer meant, 0 to 9.</param>
/// <param name="TrainingAnswer">What the quantized network answered when it was trained.</param>
/// <param name="Pixels">8 rows of 8, from 0 (paper) to 1 (ink).</param>
internal sealed record Digit(int Label, int TrainingAnswer, float[] Pixels)
{
    public const int Size = 8;
    private const float Ink = 16;

    /// <summary>Reads the digits that travel in the program, one per line: label, answer, then the pixels from 0 to 16.</summary>
    public static IReadOnlyList<Digit> ReadAll()
    {
        using var stream = typeof(Digit).Assembly.GetManifestResourceStream("digits.txt")!;
        using var reader = new StreamReader(stream);
        var digits = new List<Digit>();
        while (reader.ReadLine() is { } line)
        {
            if (!line.StartsWith('#'))
            {
                digits.Add(Parse(line));
            }
        }

        return digits;
    }

    private static Digit Parse(string line)
    {
        int[] numbers = [.. line.Split(' ').Select(int.Parse)];
        return new Digit(numbers[0], numbers[1], [.. numbers.Skip(2).Select(pixel => pixel / Ink)]);
    }
}
