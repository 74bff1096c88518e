using System;
using System.ComponentModel;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Octavo.Runtime;

/// <summary>
/// Matrix products of codes with weights that have a scale per block: integer sums within blocks, and a chain of fused multiply-adds over the blocks, the bias added last:
/// <c>y = bias + Σ float(Σ x·(w − z)) · (sx·s)</c>. Called by generated code.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class BlockMatMul
{
    /// <param name="bias">Null, or padded to a multiple of 16.</param>
    /// <param name="y">[x.Count, weights.Rows]</param>
    /// <param name="low">The lower bound of a fused activation, or −∞.</param>
    /// <param name="high">The upper bound, or +∞.</param>
    public static void Run(in BlockRows x, in BlockPanels weights, float* bias, float* y, float low, float high, int part, int parts) =>
        Run(InstructionSets.Current, x, weights, bias, y, low, high, part, parts);

    internal static void Run(InstructionSet set, in BlockRows x, in BlockPanels weights, float* bias, float* y, float low, float high, int part, int parts)
    {
        switch (set)
        {
            case InstructionSet.Avx512Vnni when Vector512.IsHardwareAccelerated:
                Run<Vnni512BlockTile, Lanes16>(x, weights, bias, y, low, high, part, parts);
                break;
            case InstructionSet.Avx512Vnni:
                Run<Vnni512BlockTile, Lanes8>(x, weights, bias, y, low, high, part, parts);
                break;
            case InstructionSet.AvxVnni:
                Run<LaneBlockTile<AvxVnniDot, Avx2Lanes, Vector256<int>, Vector256<float>>, Lanes8>(x, weights, bias, y, low, high, part, parts);
                break;
            case InstructionSet.Avx512BW:
                Run<LaneBlockTile<Avx512BWDot, Avx512Lanes, Vector512<int>, Vector512<float>>, Lanes16>(x, weights, bias, y, low, high, part, parts);
                break;
            case InstructionSet.Avx2:
                Run<LaneBlockTile<Avx2Dot, Avx2Lanes, Vector256<int>, Vector256<float>>, Lanes8>(x, weights, bias, y, low, high, part, parts);
                break;
            case InstructionSet.Vector128 when Sse41.IsSupported:
                Run<LaneBlockTile<Vector128Dot, Vector128Lanes, Vector128<int>, Vector128<float>>, Lanes4>(x, weights, bias, y, low, high, part, parts);
                break;
            case InstructionSet.ArmDp:
                Run<LaneBlockTile<ArmDpDot, AdvSimdLanes, Vector128<int>, Vector128<float>>, Lanes4>(x, weights, bias, y, low, high, part, parts);
                break;
            case InstructionSet.AdvSimd:
                Run<LaneBlockTile<AdvSimdDot, AdvSimdLanes, Vector128<int>, Vector128<float>>, Lanes4>(x, weights, bias, y, low, high, part, parts);
                break;
            default:
                Run<LaneBlockTile<ScalarDot, ScalarLanes, int, float>, Lanes1>(x, weights, bias, y, low, high, part, parts);
                break;
        }
    }

    /// <summary>What the kernels of an instruction set take from codes of so many bits.</summary>
    internal static int Shift(InstructionSet set, int bits) => bits == 8 && set is InstructionSet.AdvSimd or InstructionSet.ArmDp ? 128 : 0;

    /// <summary>Divides columns among the parts, or rows when there are few columns.</summary>
    private static void Run<TTile, T>(in BlockRows x, in BlockPanels weights, float* bias, float* y, float low, float high, int part, int parts)
        where TTile : struct, IBlockTile
        where T : struct, IFloatLanes<T>
    {
        float* sums = stackalloc float[16 * TTile.Rows], buffer = stackalloc float[SpreadLanes.Buffer];
        (int begin, int end) = (0, weights.Rows);
        (int first, int stop) = (0, x.Count);
        if (weights.Rows < 32 * parts && x.Count >= TTile.Rows * parts)
        {
            (first, stop) = Partition.Of(x.Count, part, parts, TTile.Rows);
        }
        else
        {
            (begin, end) = Partition.Of(weights.Rows, part, parts, 32);
        }

        for (int column = begin; column < end; column += 16)
        {
            for (int row = first; row < stop; row += TTile.Rows)
            {
                int count = Math.Min(TTile.Rows, stop - row);
                TTile.Sum(x, row, count, weights, column / 16, sums);
                for (int r = 0; r < count; r++)
                {
                    float* to = y + ((nint)(row + r) * weights.Rows);
                    for (int lane = 0; lane < 16; lane += T.Count)
                    {
                        BlockRow.Store(T.Load(sums + (16 * r) + lane), bias, to, column + lane, end, low, high, buffer);
                    }
                }
            }
        }
    }
}
