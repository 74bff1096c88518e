using System;
using System.Runtime.CompilerServices;

namespace Octavo.Runtime;

/// <summary>
/// Adds the product of a state and recurrent weights <c>[k][column]</c>, in the panels of <see cref="FloatPanels"/>, to sums in place: each is a chain
/// <c>sum = fma(h[k], w, sum)</c> of ascending k. The weights of a step are read once, which is what bounds it.
/// </summary>
internal static unsafe class StateProduct
{
    private const int Width = FloatPanels.Width;

    /// <param name="h">The state, <paramref name="hidden"/> floats.</param>
    /// <param name="sums">One per column, with room up to a multiple of 16.</param>
    /// <param name="begin">The first column; some in front of it may change too, up to a multiple of 16.</param>
    /// <param name="end">Behind the last column; likewise.</param>
    public static void Add<T>(float* h, float* panels, float* sums, int begin, int end, int hidden)
        where T : struct, IFloatLanes<T>
    {
        int column = begin / T.Count * T.Count;
        for (; column + (7 * T.Count) < end; column += 8 * T.Count)
        {
            AddEight<T>(h, panels, sums, column, hidden);
        }

        for (; column < end; column += 4 * T.Count)
        {
            AddFour<T>(h, panels, sums, column, column + ((end - 1 - column) / T.Count * T.Count), hidden);
        }
    }

    /// <summary>The same for the states of up to four items, which share what is read of the weights.</summary>
    /// <param name="h">Four states; those behind the last item are its state once more, as with <paramref name="sums"/>.</param>
    public static void AddFourItems<T>(float** h, float** sums, float* panels, int begin, int end, int hidden)
        where T : struct, IFloatLanes<T>
    {
        for (int column = begin / T.Count * T.Count; column < end; column += 2 * T.Count)
        {
            AddPair<T>(h, sums, panels, column, column + T.Count < end ? column + T.Count : column, hidden);
        }
    }

    /// <summary>Two registers of columns of four items; the second one may repeat the first one's work.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddPair<T>(float** h, float** sums, float* panels, int column, int second, int hidden)
        where T : struct, IFloatLanes<T>
    {
        float* w0 = Column(panels, column, hidden), w1 = Column(panels, second, hidden);
        float* h0 = h[0], h1 = h[1], h2 = h[2], h3 = h[3];
        T a0 = T.Load(sums[0] + column), a1 = T.Load(sums[1] + column), a2 = T.Load(sums[2] + column), a3 = T.Load(sums[3] + column);
        T b0 = T.Load(sums[0] + second), b1 = T.Load(sums[1] + second), b2 = T.Load(sums[2] + second), b3 = T.Load(sums[3] + second);
        for (nint k = 0; k < hidden; k++)
        {
            T u = T.Load(w0), v = T.Load(w1);
            a0 = T.OfMultiplyAdd(h0 + k, u, a0);
            b0 = T.OfMultiplyAdd(h0 + k, v, b0);
            a1 = T.OfMultiplyAdd(h1 + k, u, a1);
            b1 = T.OfMultiplyAdd(h1 + k, v, b1);
            a2 = T.OfMultiplyAdd(h2 + k, u, a2);
            b2 = T.OfMultiplyAdd(h2 + k, v, b2);
            a3 = T.OfMultiplyAdd(h3 + k, u, a3);
            b3 = T.OfMultiplyAdd(h3 + k, v, b3);
            w0 += Width;
            w1 += Width;
        }

        a0.Store(sums[0] + column);
        a1.Store(sums[1] + column);
        a2.Store(sums[2] + column);
        a3.Store(sums[3] + column);
        b0.Store(sums[0] + second);
        b1.Store(sums[1] + second);
        b2.Store(sums[2] + second);
        b3.Store(sums[3] + second);
    }

    /// <summary>Eight registers of columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddEight<T>(float* h, float* panels, float* sums, int column, int hidden)
        where T : struct, IFloatLanes<T>
    {
        float* w0 = Column(panels, column, hidden), w1 = Column(panels, column + T.Count, hidden);
        float* w2 = Column(panels, column + (2 * T.Count), hidden), w3 = Column(panels, column + (3 * T.Count), hidden);
        float* w4 = Column(panels, column + (4 * T.Count), hidden), w5 = Column(panels, column + (5 * T.Count), hidden);
        float* w6 = Column(panels, column + (6 * T.Count), hidden), w7 = Column(panels, column + (7 * T.Count), hidden);
        sums += column;
        T a0 = T.Load(sums), a1 = T.Load(sums + T.Count), a2 = T.Load(sums + (2 * T.Count)), a3 = T.Load(sums + (3 * T.Count));
        T a4 = T.Load(sums + (4 * T.Count)), a5 = T.Load(sums + (5 * T.Count)), a6 = T.Load(sums + (6 * T.Count)), a7 = T.Load(sums + (7 * T.Count));
        for (float* stop = h + hidden; h < stop; h++)
        {
            T value = T.Of(*h);
            a0 = T.LoadMultiplyAdd(w0, value, a0);
            a1 = T.LoadMultiplyAdd(w1, value, a1);
            a2 = T.LoadMultiplyAdd(w2, value, a2);
            a3 = T.LoadMultiplyAdd(w3, value, a3);
            a4 = T.LoadMultiplyAdd(w4, value, a4);
            a5 = T.LoadMultiplyAdd(w5, value, a5);
            a6 = T.LoadMultiplyAdd(w6, value, a6);
            a7 = T.LoadMultiplyAdd(w7, value, a7);
            w0 += Width;
            w1 += Width;
            w2 += Width;
            w3 += Width;
            w4 += Width;
            w5 += Width;
            w6 += Width;
            w7 += Width;
        }

        a0.Store(sums);
        a1.Store(sums + T.Count);
        a2.Store(sums + (2 * T.Count));
        a3.Store(sums + (3 * T.Count));
        a4.Store(sums + (4 * T.Count));
        a5.Store(sums + (5 * T.Count));
        a6.Store(sums + (6 * T.Count));
        a7.Store(sums + (7 * T.Count));
    }

    /// <summary>Up to four registers of columns; those behind the last one repeat its work.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddFour<T>(float* h, float* panels, float* sums, int column, int last, int hidden)
        where T : struct, IFloatLanes<T>
    {
        int c1 = Math.Min(column + T.Count, last), c2 = Math.Min(column + (2 * T.Count), last), c3 = Math.Min(column + (3 * T.Count), last);
        float* w0 = Column(panels, column, hidden), w1 = Column(panels, c1, hidden), w2 = Column(panels, c2, hidden), w3 = Column(panels, c3, hidden);
        T a0 = T.Load(sums + column), a1 = T.Load(sums + c1), a2 = T.Load(sums + c2), a3 = T.Load(sums + c3);
        for (float* stop = h + hidden; h < stop; h++)
        {
            T value = T.Of(*h);
            a0 = T.LoadMultiplyAdd(w0, value, a0);
            a1 = T.LoadMultiplyAdd(w1, value, a1);
            a2 = T.LoadMultiplyAdd(w2, value, a2);
            a3 = T.LoadMultiplyAdd(w3, value, a3);
            w0 += Width;
            w1 += Width;
            w2 += Width;
            w3 += Width;
        }

        a0.Store(sums + column);
        a1.Store(sums + c1);
        a2.Store(sums + c2);
        a3.Store(sums + c3);
    }

    /// <summary>Where the weights of T.Count columns start.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float* Column(float* panels, int column, int hidden) => panels + ((nint)(column / Width) * hidden * Width) + (column % Width);
}
