using System.Runtime.CompilerServices;

namespace Octavo.Runtime;

/// <summary>What an LSTM does behind its products.</summary>
internal static unsafe class LstmCell
{
    /// <summary>c = f·c + i·g and y = o·h(c), of some units.</summary>
    /// <param name="i">The sums of the input gate, as <paramref name="o"/> and <paramref name="f"/> are of the output and the forget gate, <paramref name="g"/> of the candidate.</param>
    /// <param name="c">The cell, which changes in place.</param>
    /// <param name="peepholes">Null, or <c>[i, o, f][Hidden]</c>: what the gates see of the cell.</param>
    /// <param name="bias">Null, or <c>[i, o, f, c][Hidden]</c>: what joins the sums behind the peepholes.</param>
    /// <param name="cellClip">What h is applied to is clipped to ±cellClip.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Step<TF, TG, TH, T>(
        in RecurrentUnits<T> units, T i, T o, T f, T g, float* c, float* peepholes, float* bias, T cellClip, float* y, in RecurrentShape shape)
        where TF : struct, IFloatUnary
        where TG : struct, IFloatUnary
        where TH : struct, IFloatUnary
        where T : struct, IFloatLanes<T>
    {
        int hidden = shape.Hidden;
        T clip = T.Of(shape.Clip), alpha = T.Of(shape.FAlpha), beta = T.Of(shape.FBeta);
        T cell = units.Load(c);
        if (peepholes != null)
        {
            i += units.Load(peepholes) * cell;
            f += units.Load(peepholes + (2 * hidden)) * cell;
        }

        if (bias != null)
        {
            i += units.Load(bias);
            f += units.Load(bias + (2 * hidden));
            g += units.Load(bias + (3 * hidden));
        }

        i = TF.Invoke(RecurrentUnits<T>.Clip(i, clip), alpha, beta);
        f = shape.InputForget ? T.Of(1) - i : TF.Invoke(RecurrentUnits<T>.Clip(f, clip), alpha, beta);
        g = TG.Invoke(RecurrentUnits<T>.Clip(g, clip), T.Of(shape.GAlpha), T.Of(shape.GBeta));
        cell = (f * cell) + (i * g);
        if (peepholes != null)
        {
            o += units.Load(peepholes + hidden) * cell;
        }

        if (bias != null)
        {
            o += units.Load(bias + hidden);
        }

        o = TF.Invoke(RecurrentUnits<T>.Clip(o, clip), alpha, beta);
        units.Store(cell, c);
        units.Store(o * TH.Invoke(RecurrentUnits<T>.Clip(cell, cellClip), T.Of(shape.HAlpha), T.Of(shape.HBeta)), y);
    }
}
