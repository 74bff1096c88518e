using System;
using System.Linq;
using Octavo.Compiler.Codegen.Planning;
using Octavo.Compiler.Codegen.Writing;

namespace Octavo.Compiler.Codegen.Weights;

/// <summary>The constant matrix of a <see cref="BlockMatMul"/> as Runtime's BlockPanels holds it. Codes and zero points move together, so that none is negative.</summary>
internal sealed class BlockPanels
{
    private const int Panel = WeightMatrix.PanelChannels;

    private readonly TensorData _codes;
    private readonly float[] _scales;
    private readonly int[] _zeros;
    private readonly int _low;
    private readonly int _xZero;
    private readonly string _fields;

    /// <param name="codes">[Rows, Length]</param>
    /// <param name="scales">[Rows, Blocks], as the integer zero points, which may be null.</param>
    /// <param name="x">What codes of the activations stand for; null for floats.</param>
    public BlockPanels(PlanContext context, Value codes, Value scales, Value? zeros, int block, Quantization? x)
    {
        _codes = codes.Data!;
        Rows = codes.Shape[0];
        Length = codes.Shape[1];
        Blocks = scales.Shape[1];
        Block = Math.Min(block, Length);
        float factor = x?.Scale ?? 1;
        _scales = Array.ConvertAll(scales.Data!.ToFloats(), s => factor * s);
        _zeros = zeros is null ? new int[_scales.Length] : Array.ConvertAll(zeros.Data!.ToFloats(), z => (int)z);
        // Activations enter the sums as code − 128.
        _xZero = x is null ? 0 : x.ZeroPoint - 128;
        int[] all = _codes.ToInts();
        _low = Math.Min(all.Min(), _zeros.Min());
        Bits = Math.Max(all.Max(), _zeros.Max()) - _low < 16 ? 4 : 8;
        bool oneZero = Array.TrueForAll(_zeros, z => z == _zeros[0]);

        int entries = checked(Panels * Blocks * Panel);
        long codesAt = context.Weights.Add(checked(Panels * Blocks * BlockBytes), PackCodes);
        long scalesAt = context.Weights.Add(checked(entries * sizeof(float)), () => WeightsBuilder.BytesOf(Entries((row, at) => _scales[at])));
        string zero = oneZero ? $"Zero = {Literal.Int(_zeros[0] - _low)}" : $"Zeros = weights + {Literal.Int(context.Weights.Add(entries, () => Entries((row, at) => (byte)(_zeros[at] - _low))))}";
        string constants = _xZero == 0 ? "" : $", Constants = (int*)(weights + {Literal.Int(context.Weights.Add(checked(entries * sizeof(int)), () => WeightsBuilder.BytesOf(Entries(Constant))))})";
        _fields = $"Rows = {Literal.Int(Rows)}, Bits = {Literal.Int(Bits)}, Blocks = {Literal.Int(Blocks)}, Steps = {Literal.Int(Steps)}, "
            + $"Codes = weights + {Literal.Int(codesAt)}, Scales = (float*)(weights + {Literal.Int(scalesAt)}), {zero}{constants}";
    }

    public int Rows { get; }

    public int Length { get; }

    /// <summary>The bits of a code in memory.</summary>
    public int Bits { get; }

    public int Blocks { get; }

    /// <summary>Elements of a block, the last one of a row possibly excepted.</summary>
    public int Block { get; }

    /// <summary>Eighths of a block that has been filled up.</summary>
    private int Steps => (Block + 7) / 8;

    /// <summary>Elements of a row whose blocks are filled up.</summary>
    public int PaddedLength => checked(Blocks * Steps * 8);

    private int Panels => (Rows + Panel - 1) / Panel;

    /// <summary>Bytes of a block of a panel.</summary>
    private int BlockBytes => Steps * Panel * Bits;

    /// <summary>Writes <c>var panels = new BlockPanels { … };</c>.</summary>
    public void Write(CodeWriter code) => code.Line($"var panels = new octavo::BlockPanels {{ {_fields} }};");

    /// <summary>An addend per row, 0 where there are no rows.</summary>
    public float[] Padded(Value bias)
    {
        float[] padded = new float[Panels * Panel];
        bias.Data!.ToFloats().CopyTo(padded, 0);
        return padded;
    }

    private byte[] PackCodes()
    {
        byte[] packed = new byte[Panels * Blocks * BlockBytes];
        for (int i = 0; i < _codes.Length; i++)
        {
            int row = i / Length, k = i % Length, at = k % Block;
            int block = (((row / Panel * Blocks) + (k / Block)) * BlockBytes) + (row % Panel * 4) + (at % 4);
            byte code = (byte)(_codes.IntegerAt(i) - _low);
            packed[block + (Bits == 8 ? at / 4 * 4 * Panel : at / 8 * 4 * Panel)] |= (byte)(Bits == 4 && at % 8 >= 4 ? code << 4 : code);
        }

        return packed;
    }

    /// <summary>−zx · Σ (w − z) of a block.</summary>
    private int Constant(int row, int at)
    {
        int sum = 0, begin = at % Blocks * Block;
        for (int k = begin; k < Math.Min(begin + Block, Length); k++)
        {
            sum += (int)_codes.IntegerAt((row * Length) + k) - _zeros[at];
        }

        return -_xZero * sum;
    }

    /// <summary>An entry per row and block in panels, 0 where there are no rows.</summary>
    private T[] Entries<T>(Func<int, int, T> of)
    {
        var packed = new T[Panels * Blocks * Panel];
        for (int at = 0; at < Rows * Blocks; at++)
        {
            int row = at / Blocks;
            packed[(((row / Panel * Blocks) + (at % Blocks)) * Panel) + (row % Panel)] = of(row, at);
        }

        return packed;
    }
}
