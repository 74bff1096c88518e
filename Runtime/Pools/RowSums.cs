using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace Octavo.Runtime;

/// <summary>The sum of each row of codes. Called by generated code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class RowSums
{
    /// <summary>
    /// <c>y = round_half_even(clamp(float(Σx − length·xZeroPoint)·multiplier, low − yZeroPoint, high − yZeroPoint)) + yZeroPoint</c> for each row of x
    /// [rows, length]. Rows are divided among the parts.
    /// </summary>
    /// <param name="multiplier">x's scale / y's scale, divided by the length for a mean.</param>
    public static void Run(
        byte* x, byte* y, int rows, int length, int xZeroPoint, float multiplier, int yZeroPoint, int low, int high, int part, int parts) =>
        Run(InstructionSets.Vectors, x, y, rows, length, xZeroPoint, multiplier, yZeroPoint, low, high, part, parts);

    internal static void Run(
        InstructionSet set, byte* x, byte* y, int rows, int length, int xZeroPoint, float multiplier, int yZeroPoint, int low, int high, int part, int parts)
    {
        LoopNest nest = LoopNest.OfRows(1, rows, (0, length), (0, 1));
        LoopDriver.Run(set, nest, new Loop(x, y, length, xZeroPoint, multiplier, yZeroPoint, low, high), part, parts);
    }

    readonly struct Loop(byte* x, byte* y, int length, int xZeroPoint, float multiplier, int yZeroPoint, int low, int high) : ILoop
    {
        readonly byte* from = x;
        readonly byte* to = y;
        readonly int elements = length;
        readonly int offset = -length * xZeroPoint;
        readonly float factor = multiplier;
        readonly int zero = yZeroPoint;
        readonly float least = low - yZeroPoint;
        readonly float most = high - yZeroPoint;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<L, I, F>(nint x, nint z, nint y, int index, int count)
            where L : struct, ILanes<I, F>
            where I : struct
            where F : struct
        {
            F scale = L.Create(factor);
            CodeRounding<L, I, F> codes = new(least, most, zero);
            int* lanes = stackalloc int[L.Count];
            byte* code = stackalloc byte[L.Count];
            byte* row = from + x;
            for (int i = 0; i < count; i++, row += elements)
            {
                I partial = L.Create(0);
                int k = 0;
                for (; k <= elements - L.Count; k += L.Count)
                {
                    partial = L.Add(partial, L.LoadCodes(row + k));
                }

                L.Store(lanes, partial);
                int sum = offset;
                for (int lane = 0; lane < L.Count; lane++)
                {
                    sum += lanes[lane];
                }

                for (; k < elements; k++)
                {
                    sum += row[k];
                }

                L.StoreCodes(code, codes.Of(L.Multiply(L.ToFloat(L.Create(sum)), scale)));
                to[y + i] = *code;
            }
        }
    }
}
