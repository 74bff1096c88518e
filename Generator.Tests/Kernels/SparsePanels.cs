using System;
using System.Collections.Generic;

namespace Octavo.Generator.Tests.Kernels;

/// <summary>Panels without their steps of zeros, and the lists of what is left.</summary>
internal sealed class SparsePanels : IDisposable
{
    const int StepBytes = 64;

    /// <param name="dense">Panels with all steps.</param>
    /// <param name="segments">The segments' offsets.</param>
    /// <param name="segmentSteps">Steps of a segment.</param>
    public SparsePanels(Guarded<sbyte> dense, Guarded<int> segments, int panels, int segmentSteps)
    {
        List<sbyte> weights = [];
        List<int> offsets = [], starts = [0];
        int steps = segments.Length * segmentSteps;
        for (int panel = 0; panel < panels; panel++)
        {
            for (int step = 0; step < steps; step++)
            {
                Span<sbyte> values = dense.Span.Slice((panel * steps + step) * StepBytes, StepBytes);
                bool needed = step == steps - 1 && offsets.Count == starts[^1];
                if (needed || values.ContainsAnyExcept((sbyte)0))
                {
                    weights.AddRange(values);
                    offsets.Add(segments[step / segmentSteps] + step % segmentSteps * 4);
                }
            }

            starts.Add(offsets.Count);
        }

        Weights = new([.. weights]);
        Segments = new([.. offsets]);
        Starts = new([.. starts]);
    }

    public Guarded<sbyte> Weights { get; }

    public Guarded<int> Segments { get; }

    public Guarded<int> Starts { get; }

    public void Dispose()
    {
        Weights.Dispose();
        Segments.Dispose();
        Starts.Dispose();
    }
}
