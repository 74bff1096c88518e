using System.Collections.Generic;
using System.Linq;
using Octavo.Compiler.Codegen;

namespace Octavo.Compiler.Lengths;

/// <summary>The lengths at which a model is compiled: all of them when that is cheap, otherwise the shortest, the longest, and around multiples of what kernels work in.</summary>
internal static class LengthSample
{
    private const int Shortest = 36, Longest = 4, Steps = 8;
    private const long Cheap = 1L << 30;

    public static IReadOnlyList<int> Of(LengthRange range, Plan longest)
    {
        int count = range.Most - range.Least + 1;
        if (count * (longest.Weights.Length + (65536L * longest.Layers.Count)) <= Cheap)
        {
            return Enumerable.Range(range.Least, count).ToList();
        }

        IEnumerable<int> between = Enumerable.Range(1, Steps).Select(i => (int)((long)range.Most * i / Steps / 16 * 16)).SelectMany(l => new[] { l - 1, l, l + 1 });
        return Enumerable.Range(range.Least, Shortest).Concat(Enumerable.Range(range.Most - Longest, Longest + 1)).Concat(between)
            .Where(l => l >= range.Least && l <= range.Most).Distinct().OrderBy(l => l).ToList();
    }
}
