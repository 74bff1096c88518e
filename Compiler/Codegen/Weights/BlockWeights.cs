using System;
using System.Linq;
using Octavo.Compiler.Codegen.Planning;
using Octavo.Compiler.Codegen.Writing;

namespace Octavo.Compiler.Codegen.Weights;

/// <summary>
/// A constant matrix of codes with a scale, and perhaps a zero point, per block, as Runtime's BlockMatrix holds it: in as few bits as its codes need. Codes and zero points move together, so that
/// none is negative.
/// </summary>
internal sealed class BlockWeights
{
    private readonly TensorData _codes;
    private readonly float[] _scales;
    private readonly float[] _zeros;
    private readonly int _panel;
    private readonly int _blocks;
    private readonly long _low;
    private readonly bool _integerZeros;
    private readonly bool _oneZero;
    private readonly string _fields;

    /// <summary>Reserves sections for the matrix.</summary>
    /// <param name="codes">[Rows, Length]</param>
    /// <param name="scales">[Rows, blocks], as the zero points, which may be null.</param>
    /// <param name="panel">Rows side by side in memory.</param>
    public BlockWeights(PlanContext context, Value codes, Value scales, Value? zeros, int block, int panel)
    {
        _codes = codes.Data!;
        _scales = scales.Data!.ToFloats();
        _zeros = zeros?.Data!.ToFloats() ?? new float[_scales.Length];
        _panel = panel;
        _blocks = scales.Shape[1];
        Rows = codes.Shape[0];
        Length = codes.Shape[1];
        int size = Math.Min(block, Length);
        _integerZeros = AreIntegers(_zeros);
        _oneZero = Array.TrueForAll(_zeros, z => z == _zeros[0]);
        (long least, long greatest) = Range(_codes);
        _low = _integerZeros ? Math.Min(least, (long)_zeros.Min()) : 0;
        Bits = greatest - _low < 4 && (size % 4 == 0 || _blocks == 1) ? 2 : greatest - _low < 16 && (size % 2 == 0 || _blocks == 1) ? 4 : 8;

        int panels = (Rows + panel - 1) / panel, entries = checked(panels * _blocks * panel), distinct = _oneZero ? panel : entries;
        long codesAt = context.Weights.Add(checked(panels * RowBytes * panel), PackCodes);
        long scalesAt = context.Weights.Add(checked(entries * sizeof(float)), () => WeightsBuilder.BytesOf(Panels(_scales)));
        long zerosAt = _integerZeros ? context.Weights.Add(distinct, PackIntegerZeros) : context.Weights.Add(distinct * sizeof(float), () => WeightsBuilder.BytesOf(PanelsOfZeros()));
        _fields = $"Rows = {Literal.Int(Rows)}, Length = {Literal.Int(Length)}, Bits = {Literal.Int(Bits)}, Block = {Literal.Int(size)}, ZeroStep = {Literal.Int(_oneZero ? 0 : panel)}, "
            + $"Codes = weights + {Literal.Int(codesAt)}, Scales = (float*)(weights + {Literal.Int(scalesAt)}), "
            + (_integerZeros ? $"Zeros = weights + {Literal.Int(zerosAt)}" : $"RealZeros = (float*)(weights + {Literal.Int(zerosAt)})");
    }

    public int Rows { get; }

    public int Length { get; }

    /// <summary>The bits of a code in memory.</summary>
    public int Bits { get; }

    private int RowBytes => ((Length * Bits) + 7) / 8;

    /// <summary>True when zero points that are subtracted from moved codes leave the same difference: integers do.</summary>
    public static bool AreIntegers(float[] zeros) => Array.TrueForAll(zeros, z => z is >= -128 and <= 127 + 128 && z == Math.Floor(z)) && zeros.Max() - zeros.Min() <= 255;

    /// <summary>Writes <c>var matrix = new BlockMatrix { … };</c>.</summary>
    public void Write(CodeWriter code) => code.Line($"var matrix = new octavo::BlockMatrix {{ {_fields} }};");

    private static (long Least, long Greatest) Range(TensorData codes)
    {
        (long least, long greatest) = (long.MaxValue, long.MinValue);
        for (int i = 0; i < codes.Length; i++)
        {
            long code = codes.IntegerAt(i);
            (least, greatest) = (Math.Min(least, code), Math.Max(greatest, code));
        }

        return (least, greatest);
    }

    private byte[] PackCodes()
    {
        int panels = (Rows + _panel - 1) / _panel, perByte = 8 / Bits;
        byte[] packed = new byte[panels * RowBytes * _panel];
        for (int i = 0; i < _codes.Length; i++)
        {
            int row = i / Length, k = i % Length;
            packed[(((row / _panel * RowBytes) + (k / perByte)) * _panel) + (row % _panel)] |= (byte)((_codes.IntegerAt(i) - _low) << (k % perByte * Bits));
        }

        return packed;
    }

    /// <summary>An entry per block in panels, 0 where there are no rows.</summary>
    private float[] Panels(float[] entries)
    {
        float[] packed = new float[(Rows + _panel - 1) / _panel * _blocks * _panel];
        for (int i = 0; i < entries.Length; i++)
        {
            int row = i / _blocks, block = i % _blocks;
            packed[(((row / _panel * _blocks) + block) * _panel) + (row % _panel)] = entries[i];
        }

        return packed;
    }

    private float[] PanelsOfZeros() => _oneZero ? [.. Enumerable.Repeat(_zeros[0], _panel)] : Panels(_zeros);

    private byte[] PackIntegerZeros() => _oneZero
        ? [.. Enumerable.Repeat((byte)(_zeros[0] - _low), _panel)]
        : Array.ConvertAll(Panels(Array.ConvertAll(_zeros, z => z - _low)), z => (byte)z);
}
