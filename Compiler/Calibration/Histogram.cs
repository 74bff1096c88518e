using System;

namespace Octavo.Compiler.Calibration;

/// <summary>
/// How often values fell into bins of equal width. The width is a power of two, at first the smallest, and doubles whenever the bins in use would exceed
/// <see cref="MaxBins"/>; bin i holds <c>i * width &lt;= x &lt; (i + 1) * width</c>. Doubling merges neighbours exactly, so that the result depends on the values only, not on
/// their order or on the runs they came in.
/// </summary>
public sealed class Histogram
{
    public const int MaxBins = 2048;

    /// <summary>2^-40: finer bins tell nothing about activations.</summary>
    private const int MinExponent = -40;

    /// <summary>Bins beyond it have no index: values as large as that, at this width, need wider ones.</summary>
    internal const long Farthest = 1L << 60;

    private long[] _counts;

    public Histogram()
        : this(MinExponent, 0, [])
    {
    }

    /// <param name="exponent">The width's power of two.</param>
    /// <param name="first">The index of the bin that <paramref name="counts"/> begins with.</param>
    public Histogram(int exponent, long first, long[] counts)
    {
        Exponent = exponent;
        First = first;
        _counts = counts;
    }

    public int Exponent { get; private set; }

    public double Width => Math.Pow(2, Exponent);

    public long First { get; private set; }

    /// <summary>The number of values per bin, from the lowest to the highest in use.</summary>
    public ReadOnlySpan<long> Counts => _counts;

    public int Bins => _counts.Length;

    /// <summary>The lower edge of the bin at a position of <see cref="Counts"/>.</summary>
    public double Edge(int position) => (First + position) * Width;

    public double Center(int position) => (First + position + 0.5) * Width;

    /// <param name="min">The smallest of the values.</param>
    /// <param name="max">The largest of the values, all of which are finite.</param>
    public void Add(ReadOnlySpan<float> values, float min, float max)
    {
        if (values.Length == 0)
        {
            return;
        }

        Include(min, max);
        // A power of two: the product is exact, unless it is smaller than any bin.
        double scale = Math.Pow(2, -Exponent);
        long first = First;
        long[] counts = _counts;
        foreach (float value in values)
        {
            counts[(long)Math.Floor(value * scale) - first]++;
        }
    }

    private void Include(float min, float max)
    {
        while (true)
        {
            long low = Index(min), high = Index(max);
            if (Bins > 0)
            {
                low = Math.Min(low, First);
                high = Math.Max(high, First + Bins - 1);
            }

            if (high - low < MaxBins && low > -Farthest && high < Farthest)
            {
                Extend(low, high);
                return;
            }

            Double();
        }
    }

    private long Index(float value) => (long)Math.Floor(Math.Max(Math.Min(value * Math.Pow(2, -Exponent), Farthest), -Farthest));

    private void Extend(long low, long high)
    {
        long[] counts = new long[high - low + 1];
        Array.Copy(_counts, 0, counts, Bins == 0 ? 0 : First - low, Bins);
        (_counts, First) = (counts, low);
    }

    private void Double()
    {
        Exponent++;
        if (Bins == 0)
        {
            return;
        }

        // An arithmetic shift halves towards minus infinity, as bins do.
        long first = First >> 1, last = (First + Bins - 1) >> 1;
        long[] counts = new long[last - first + 1];
        for (int i = 0; i < Bins; i++)
        {
            counts[((First + i) >> 1) - first] += _counts[i];
        }

        (_counts, First) = (counts, first);
    }
}
