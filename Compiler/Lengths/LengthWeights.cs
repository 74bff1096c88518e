using System;
using System.Collections.Generic;
using System.Linq;
using Octavo.Compiler.Codegen.Weights;

namespace Octavo.Compiler.Lengths;

/// <summary>
/// The weights of the program for the greatest length, which serve all. Sections whose contents are others at other lengths are kept once per length, side by side, so
/// that their offset is a formula of the length.
/// </summary>
/// <param name="range">The lengths.</param>
/// <param name="rooms">The sections that are kept per length, and the bytes that the longest of each takes.</param>
internal sealed class LongestWeights(LengthRange range, IReadOnlyDictionary<int, int> rooms) : WeightsBuilder
{
    private readonly List<ShorterWeights> _shorter = [];

    public override bool ServesManyLengths => true;

    /// <summary>For the program of a shorter length.</summary>
    public ShorterWeights At(int length)
    {
        var weights = new ShorterWeights(this, length);
        if (rooms.Count > 0)
        {
            _shorter.Add(weights);
        }

        return weights;
    }

    public bool IsKeptPerLength(int section) => rooms.ContainsKey(section);

    public bool Fits(int section, int bytes) => bytes <= rooms[section];

    /// <summary>Where a section begins in the program for a length.</summary>
    public long OffsetAt(int section, int length) =>
        Sections[section].Offset - (rooms.TryGetValue(section, out int room) ? (range.Most - length) * Aligned(room) : 0);

    protected override long Reserve(int length)
    {
        if (rooms.TryGetValue(Sections.Count, out int room))
        {
            Length += Aligned(room) * (range.Most - range.Least);
            long offset = Length;
            Length += Aligned(room);
            return offset;
        }

        return base.Reserve(length);
    }

    protected override IEnumerable<WeightsSection> Contents() =>
        base.Contents().Concat(_shorter.SelectMany(s => s.Sections.Where((_, section) => IsKeptPerLength(section))));
}

/// <summary>The weights of the program for another length than the greatest: its sections lie where those of <see cref="LongestWeights"/> do.</summary>
internal sealed class ShorterWeights(LongestWeights longest, int length) : WeightsBuilder
{
    public override bool ServesManyLengths => true;

    /// <summary>The sections that are no beginnings of the longest program's and not kept per length either, or that find no room.</summary>
    /// <param name="packed">Contents of the longest program's sections that were needed before.</param>
    public IEnumerable<int> Strangers(Dictionary<int, byte[]> packed)
    {
        for (int i = 0; i < Sections.Count; i++)
        {
            if (longest.IsKeptPerLength(i) ? !longest.Fits(i, Sections[i].Length) : !IsBeginning(i))
            {
                yield return i;
            }
        }

        bool IsBeginning(int section)
        {
            if (!packed.TryGetValue(section, out byte[]? whole))
            {
                packed.Add(section, whole = longest.Sections[section].Pack());
            }

            return Sections[section].Length <= whole.Length && whole.AsSpan().StartsWith(Sections[section].Pack());
        }
    }

    protected override long Reserve(int bytes) => Sections.Count < longest.Sections.Count ? longest.OffsetAt(Sections.Count, length) : 0;
}
