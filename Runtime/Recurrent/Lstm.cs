using System;
using System.Runtime.CompilerServices;

namespace Octavo.Runtime;

/// <summary>
/// Long short-term memory: per step one product of the state with all gates' weights, then the gates and the cell of a register's worth of units at a time.
/// </summary>
public static unsafe class Lstm
{
    private const int Gates = 4;

    /// <param name="x">The projected input with its biases, gates in the order i, o, f, c.</param>
    /// <param name="panels">Recurrent weights <c>[direction][k][gate][unit]</c> in the panels of <see cref="FloatPanels"/>.</param>
    /// <param name="lengths">The length of each item's sequence, or null.</param>
    /// <param name="state">The initial state, and <paramref name="cell"/> the initial cell.</param>
    /// <param name="peepholes">Null, or <c>[direction][i, o, f][Hidden]</c>.</param>
    /// <param name="workspace">For each direction and item as many floats as gates together have units, rounded up to a multiple of 16.</param>
    /// <param name="y">The state after each step.</param>
    /// <param name="lastState">The state after the last step, and <paramref name="lastCell"/> the cell.</param>
    /// <param name="team">Whose threads run the parts, where these may divide the units of an item among them; else null.</param>
    public static void Run<TF, TG, TH>(
        float* x, float* panels, int* lengths, float* state, float* cell, float* peepholes, float* workspace, float* y, float* lastState, float* lastCell, in RecurrentShape shape, Team? team, int part, int parts)
        where TF : struct, IFloatUnary
        where TG : struct, IFloatUnary
        where TH : struct, IFloatUnary
    {
        if (FloatLanes.Use16)
        {
            Run<TF, TG, TH, Lanes16>(x, panels, lengths, state, cell, peepholes, workspace, y, lastState, lastCell, shape, team, part, parts);
        }
        else if (FloatLanes.Use8)
        {
            Run<TF, TG, TH, Lanes8>(x, panels, lengths, state, cell, peepholes, workspace, y, lastState, lastCell, shape, team, part, parts);
        }
        else if (FloatLanes.Use4)
        {
            Run<TF, TG, TH, Lanes4>(x, panels, lengths, state, cell, peepholes, workspace, y, lastState, lastCell, shape, team, part, parts);
        }
        else
        {
            Run<TF, TG, TH, Lanes1>(x, panels, lengths, state, cell, peepholes, workspace, y, lastState, lastCell, shape, team, part, parts);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Run<TF, TG, TH, T>(
        float* x, float* panels, int* lengths, float* state, float* cell, float* peepholes, float* workspace, float* y, float* lastState, float* lastCell, in RecurrentShape shape, Team? team, int part, int parts)
        where TF : struct, IFloatUnary
        where TG : struct, IFloatUnary
        where TH : struct, IFloatUnary
        where T : struct, IFloatLanes<T>
    {
        int hidden = shape.Hidden;
        var sequence = new RecurrentSequence(shape, Gates, x, y, lengths, workspace, team, part, parts);
        panels = sequence.Panels(panels);
        peepholes = peepholes == null ? null : peepholes + ((nint)shape.Direction * 3 * hidden);
        for (int first = sequence.ItemBegin; first < sequence.ItemEnd; first += RecurrentSequence.Group)
        {
            int end = Math.Min(first + RecurrentSequence.Group, sequence.ItemEnd);
            for (int item = first; item < end; item++)
            {
                sequence.Units(cell + sequence.State(item)).CopyTo(sequence.Units(lastCell + sequence.State(item)));
            }

            int steps = sequence.Longest(first, end);
            for (int step = 0; step < steps; step++)
            {
                if (step > 0)
                {
                    sequence.Meet();
                }

                sequence.StartSums(first, end, step, Gates);
                sequence.AddProducts<T>(first, end, step, state, step, panels, 0, Gates);
                for (int item = first; item < end; item++)
                {
                    if (step < sequence.Length(item))
                    {
                        Step<TF, TG, TH, T>(sequence.Sums(item), lastCell + sequence.State(item), peepholes, sequence.StateAt(step + 1, item, state), sequence, shape);
                    }
                }
            }

            for (int item = first; item < end; item++)
            {
                sequence.Finish(item, state, lastState);
            }
        }
    }

    /// <summary>What a step does behind its product: c is the cell, y the state behind the step.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Step<TF, TG, TH, T>(float* sums, float* c, float* peepholes, float* y, in RecurrentSequence sequence, in RecurrentShape shape)
        where TF : struct, IFloatUnary
        where TG : struct, IFloatUnary
        where TH : struct, IFloatUnary
        where T : struct, IFloatLanes<T>
    {
        float* buffer = stackalloc float[SpreadLanes.Buffer];
        new Span<float>(buffer, SpreadLanes.Buffer).Clear();
        int hidden = shape.Hidden;
        T clip = T.Of(shape.Clip);
        for (int unit = sequence.UnitBegin; unit < sequence.UnitEnd; unit += T.Count)
        {
            var units = new RecurrentUnits<T>(unit, hidden, buffer);
            T i = units.Load(sums), o = units.Load(sums + hidden), f = units.Load(sums + (2 * hidden)), g = units.Load(sums + (3 * hidden));
            LstmCell.Step<TF, TG, TH, T>(units, i, o, f, g, c, peepholes, null, clip, y, shape);
        }
    }
}
