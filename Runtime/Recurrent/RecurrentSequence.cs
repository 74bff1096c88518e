using System;
using System.Runtime.CompilerServices;

namespace Octavo.Runtime;

/// <summary>Walks one direction of a recurrent layer: the items of a part, or its units of every item, and the steps of each item in their order.</summary>
/// <remarks>
/// Up to four items go side by side, so that they share what is read of the weights. Parts that share items compute some units each of every state and meet before the next step, which wants all of it; that is worth while
/// where there are fewer items than parts and the weights of a step are many.
/// </remarks>
internal readonly unsafe struct RecurrentSequence
{
    /// <summary>Items whose steps are done side by side.</summary>
    public const int Group = 4;

    private readonly RecurrentShape _shape;
    private readonly int _gates;
    private readonly float* _x;
    private readonly float* _y;
    private readonly float* _workspace;
    private readonly int* _lengths;
    private readonly Team? _team;

    /// <param name="workspace">Null, or what <see cref="Sums"/> needs.</param>
    /// <param name="team">Whose threads run the parts at the same time, when they may share items; else null.</param>
    public RecurrentSequence(in RecurrentShape shape, int gates, float* x, float* y, int* lengths, float* workspace, Team? team, int part, int parts)
    {
        _shape = shape;
        _gates = gates;
        _x = x;
        _y = y;
        _workspace = workspace;
        _lengths = lengths;
        if (team != null && parts > shape.Directions * shape.Items && shape.Hidden % FloatPanels.Width == 0)
        {
            _team = team;
            (ItemBegin, ItemEnd) = (0, shape.Items);
            (UnitBegin, UnitEnd) = Partition.Of(shape.Hidden, part, parts, FloatPanels.Width);
        }
        else
        {
            // All directions together are divided, so that two directions occupy two parts.
            int first = shape.Direction * shape.Items;
            (int begin, int end) = Partition.Of(shape.Directions * shape.Items, part, parts);
            (ItemBegin, ItemEnd) = (Math.Clamp(begin - first, 0, shape.Items), Math.Clamp(end - first, 0, shape.Items));
            (UnitBegin, UnitEnd) = (0, shape.Hidden);
        }
    }

    /// <summary>The first item of this direction that belongs to the part.</summary>
    public int ItemBegin { get; }

    public int ItemEnd { get; }

    /// <summary>The first unit of the items that belongs to the part: a multiple of 16.</summary>
    public int UnitBegin { get; }

    public int UnitEnd { get; }

    /// <summary>Waits for the parts that share the items.</summary>
    public void Meet() => _team?.Barrier();

    /// <summary>Starts the sums of the part's units in some gates with the projected input, for those of some items that have the step.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void StartSums(int begin, int end, int step, int gates, int gate = 0)
    {
        for (int item = begin; item < end; item++)
        {
            if (step < Length(item))
            {
                StartSums(Input(Time(step, Length(item)), item) + (gate * _shape.Hidden), Sums(item) + (gate * _shape.Hidden), gates);
            }
        }
    }

    /// <summary>Starts the sums of the part's units in some gates.</summary>
    public void StartSums(float* start, float* sums, int gates)
    {
        for (int gate = 0; gate < gates; gate++)
        {
            Units(start + (gate * _shape.Hidden)).CopyTo(Units(sums + (gate * _shape.Hidden)));
        }
    }

    /// <summary>Adds the products of states and the recurrent weights to the sums of the part's units in some gates, for those of up to four items that have the step.</summary>
    /// <param name="begin">The first item.</param>
    /// <param name="state">The initial states; <paramref name="at"/> is how many steps behind them the states are.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void AddProducts<T>(int begin, int end, int step, float* state, int at, float* panels, int gate, int gates)
        where T : struct, IFloatLanes<T>
    {
        float** h = stackalloc float*[Group];
        float** sums = stackalloc float*[Group];
        int count = 0;
        for (int item = begin; item < end; item++)
        {
            if (step < Length(item))
            {
                h[count] = StateAt(at, item, state);
                sums[count++] = Sums(item);
            }
        }

        for (int i = count; i > 0 && i < Group; i++)
        {
            h[i] = h[count - 1];
            sums[i] = sums[count - 1];
        }

        // Units of all gates follow one another.
        int hidden = _shape.Hidden, runs = _team == null ? 1 : gates;
        for (int run = 0; run < runs && count > 0; run++)
        {
            int first = ((gate + run) * hidden) + UnitBegin, last = ((gate + (_team == null ? gates - 1 : run)) * hidden) + UnitEnd;
            if (count > 1)
            {
                StateProduct.AddFourItems<T>(h, sums, panels, first, last, hidden);
            }
            else
            {
                StateProduct.Add<T>(h[0], panels, sums[0], first, last, hidden);
            }
        }
    }

    /// <summary>An item's state behind some steps.</summary>
    public float* StateAt(int steps, int item, float* state) => steps == 0 ? state + State(item) : Output(Time(steps - 1, Length(item)), item);

    /// <summary>The steps of the longest sequence among some items.</summary>
    public int Longest(int begin, int end)
    {
        int longest = 0;
        for (int item = begin; item < end; item++)
        {
            longest = Math.Max(longest, Length(item));
        }

        return longest;
    }

    /// <summary>The part's units of a row of all units.</summary>
    public Span<float> Units(float* row) => new(row + UnitBegin, UnitEnd - UnitBegin);

    /// <summary>The weights of the direction among the panels of all.</summary>
    public float* Panels(float* panels) => panels + (_shape.Direction * (nint)FloatPanels.Length(_shape.Hidden, _gates * _shape.Hidden));

    /// <summary>A place of an item's own for the sums of all gates, with room up to a multiple of 16.</summary>
    public float* Sums(int item) => _workspace + ((((nint)_shape.Direction * _shape.Items) + item) * (((_gates * _shape.Hidden) + 15) & -16));

    /// <summary>The steps of an item's sequence.</summary>
    public int Length(int item) => _lengths == null ? _shape.Steps : Math.Clamp(_lengths[item], 0, _shape.Steps);

    /// <summary>Where an item's state lies.</summary>
    public nint State(int item) => (((nint)_shape.Direction * _shape.Items) + item) * _shape.Hidden;

    /// <summary>The time of a step.</summary>
    public int Time(int step, int length) => _shape.Reverse ? length - 1 - step : step;

    /// <summary>The projected input of an item at a time.</summary>
    public float* Input(int time, int item) =>
        _x + (((((nint)time * _shape.Items) + item) * _shape.Directions) + _shape.Direction) * _gates * _shape.Hidden;

    /// <summary>The result of an item at a time.</summary>
    public float* Output(int time, int item) => _y + (((((nint)time * _shape.Directions) + _shape.Direction) * _shape.Items) + item) * _shape.Hidden;

    /// <summary>Publishes the last state, which is zero for an empty sequence, and clears the results behind the sequence's end: the part's units of them.</summary>
    public void Finish(int item, float* initial, float* lastState)
    {
        int length = Length(item);
        Span<float> state = Units(lastState + State(item));
        if (length > 0)
        {
            Units(StateAt(length, item, initial)).CopyTo(state);
        }
        else
        {
            state.Clear();
        }

        for (int time = length; time < _shape.Steps; time++)
        {
            Units(Output(time, item)).Clear();
        }
    }
}
