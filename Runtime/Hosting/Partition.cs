using System;

namespace Octavo.Runtime;

/// <summary>How work is divided among the parts of a team: contiguous ranges whose lengths differ by at most one granule.</summary>
public static class Partition
{
    /// <summary>The half-open range of <c>0 … count</c> that belongs to a part; bounds are multiples of <paramref name="granule"/>, or the end.</summary>
    public static (int Begin, int End) Of(int count, int part, int parts, int granule = 1)
    {
        if (parts == 1)
        {
            return (0, count);
        }

        long granules = ((long)count + granule - 1) / granule;
        long begin = granules * part / parts * granule;
        long end = granules * (part + 1) / parts * granule;
        return ((int)Math.Min(begin, count), (int)Math.Min(end, count));
    }
}
