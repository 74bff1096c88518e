using System;

namespace Octavo.Compiler;

/// <summary>The geometry shared by convolutions and pools. Arrays have one entry per spatial axis.</summary>
public sealed record Window
{
    public required int[] Kernel { get; init; }

    public required int[] Strides { get; init; }

    public required int[] Dilations { get; init; }

    /// <summary>Padding before the first element of each spatial axis. May be negative in models; never after import.</summary>
    public required int[] PadsBegin { get; init; }

    public required int[] PadsEnd { get; init; }

    /// <summary>Pools only: a last window that hangs over the padded end counts.</summary>
    public bool CeilMode { get; init; }

    public int SpatialRank => Kernel.Length;

    public bool HasPads => Array.Exists(PadsBegin, p => p != 0) || Array.Exists(PadsEnd, p => p != 0);

    /// <summary>The output extent of one spatial axis.</summary>
    public int OutputSize(int axis, int inputSize)
    {
        int extent = ((Kernel[axis] - 1) * Dilations[axis]) + 1;
        int room = inputSize + PadsBegin[axis] + PadsEnd[axis] - extent;
        if (room < 0)
        {
            throw new ShapeException($"a window of {extent} does not fit {inputSize} plus pads {PadsBegin[axis]} and {PadsEnd[axis]}");
        }

        if (!CeilMode)
        {
            return (room / Strides[axis]) + 1;
        }

        int size = ((room + Strides[axis] - 1) / Strides[axis]) + 1;
        // A window that would start in the padding behind the input does not count.
        return (size - 1) * Strides[axis] >= inputSize + PadsBegin[axis] ? size - 1 : size;
    }

    /// <summary>The output's spatial extents put into the place of the input's, for either layout.</summary>
    public Shape OutputShape(Shape input, int channels, bool channelsLast)
    {
        if (input.Rank != SpatialRank + 2)
        {
            throw new ShapeException($"a {SpatialRank}-D window on {input}");
        }

        int[] dimensions = input.ToArray();
        int first = channelsLast ? 1 : 2;
        dimensions[channelsLast ? input.Rank - 1 : 1] = channels;
        for (int axis = 0; axis < SpatialRank; axis++)
        {
            dimensions[first + axis] = OutputSize(axis, input[first + axis]);
        }

        return new Shape(dimensions);
    }
}
