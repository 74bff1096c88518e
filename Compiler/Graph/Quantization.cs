using System;
using System.Globalization;

namespace Octavo.Compiler;

/// <summary>
/// What the integer codes of a tensor mean: <c>real = (code - zeroPoint[c]) * scale[c]</c>, where c is the index along
/// <see cref="Axis"/> when the quantization is per channel and 0 when it is per tensor. Immutable, compared by value.
/// </summary>
public sealed class Quantization : IEquatable<Quantization>
{
    private readonly float[] _scales;
    private readonly int[] _zeroPoints;

    /// <summary>Per-tensor quantization.</summary>
    public Quantization(float scale, int zeroPoint)
        : this([scale], [zeroPoint], axis: -1)
    {
    }

    /// <summary>Per-channel quantization along a non-negative axis; an axis of -1 means per tensor and asks for one scale.</summary>
    public Quantization(float[] scales, int[] zeroPoints, int axis)
    {
        if (scales.Length == 0 || scales.Length != zeroPoints.Length || (axis < 0 && scales.Length != 1))
        {
            throw new ArgumentException($"{scales.Length} scales, {zeroPoints.Length} zero points and axis {axis} do not make a quantization.");
        }

        _scales = scales;
        _zeroPoints = zeroPoints;
        Axis = axis;
    }

    /// <summary>The channel axis, or -1 when one scale serves the whole tensor.</summary>
    public int Axis { get; }

    public bool IsPerTensor => Axis < 0;

    public int Count => _scales.Length;

    public float Scale => IsPerTensor ? _scales[0] : throw new InvalidOperationException("The quantization is per channel.");

    public int ZeroPoint => IsPerTensor ? _zeroPoints[0] : throw new InvalidOperationException("The quantization is per channel.");

    public float ScaleOf(int channel) => _scales[IsPerTensor ? 0 : channel];

    public int ZeroPointOf(int channel) => _zeroPoints[IsPerTensor ? 0 : channel];

    public float[] Scales() => (float[])_scales.Clone();

    public int[] ZeroPoints() => (int[])_zeroPoints.Clone();

    /// <summary>The same scales on another axis, after a transpose or reshape.</summary>
    public Quantization WithAxis(int axis) => new(_scales, _zeroPoints, axis);

    /// <summary>The same meaning for codes that all moved by <paramref name="offset"/>.</summary>
    public Quantization Shifted(int offset) => new(_scales, Array.ConvertAll(_zeroPoints, z => z + offset), Axis);

    public bool Equals(Quantization? other) =>
        other is not null && Axis == other.Axis
        && _scales.AsSpan().SequenceEqual(other._scales) && _zeroPoints.AsSpan().SequenceEqual(other._zeroPoints);

    public override bool Equals(object? obj) => Equals(obj as Quantization);

    public override int GetHashCode() => unchecked((((_scales[0].GetHashCode() * 31) + _zeroPoints[0]) * 31) + _scales.Length);

    public override string ToString() => string.Format(
        CultureInfo.InvariantCulture, IsPerTensor ? "scale {0} zero {1}" : "scale {0}… zero {1}… on axis {2}", _scales[0], _zeroPoints[0], Axis);
}
