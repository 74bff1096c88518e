using Octavo.Runtime;

namespace Octavo.Generator.Tests.ArmCheck;

/// <summary>A random recurrent layer: lanes of 128 bits against one lane.</summary>
internal static unsafe class RecurrentCase
{
    public static ulong Run(InstructionSet set, Random random, Scratch scratch) =>
        set == InstructionSet.Scalar ? Run<Lanes1>(set, random, scratch) : Run<Lanes4>(set, random, scratch);

    static ulong Run<T>(InstructionSet set, Random random, Scratch scratch)
        where T : struct, IFloatLanes<T>
    {
        if (random.OneIn(4))
        {
            return DynamicLstmCase.Run<T>(set, ref random, ref scratch);
        }

        int kind = random.Between(0, 2), gates = kind == 0 ? 1 : kind == 1 ? 3 : 4;
        var shape = new RecurrentShape
        {
            Steps = random.Between(1, 3),
            Items = random.Between(1, 2),
            Hidden = random.Between(1, 37),
            Directions = 1,
            Reverse = random.OneIn(2),
            Clip = random.OneIn(2) ? float.PositiveInfinity : 1.5f,
            InputForget = random.OneIn(3),
        };
        int states = shape.Items * shape.Hidden, length = shape.Steps * states, columns = ((gates * shape.Hidden) + 15) & -16;
        float* x = Buffers.Floats(ref random, ref scratch, length * gates, 2);
        float* weights = Buffers.Floats(ref random, ref scratch, gates * shape.Hidden * shape.Hidden, 1);
        float* panels = scratch.Take<float>(columns * shape.Hidden);
        float* workspace = scratch.Take<float>(columns * shape.Items);
        float* state = Buffers.Floats(ref random, ref scratch, states, 1);
        float* cell = Buffers.Floats(ref random, ref scratch, states, 1);
        float* peepholes = random.OneIn(2) ? null : Buffers.Floats(ref random, ref scratch, 3 * shape.Hidden, 1);
        float* bias = random.OneIn(2) ? null : Buffers.Floats(ref random, ref scratch, shape.Hidden, 1);
        float* y = (float*)Buffers.Output(ref scratch, length * sizeof(float));
        float* lastState = (float*)Buffers.Output(ref scratch, states * sizeof(float));
        float* lastCell = (float*)Buffers.Output(ref scratch, states * sizeof(float));
        int parts = random.Between(1, 3);
        for (int part = 0; part < parts; part++)
        {
            FloatPanels.Pack(weights, panels, shape.Hidden, gates * shape.Hidden, 1, shape.Hidden, part, parts);
        }

        for (int part = 0; part < parts; part++)
        {
            switch (kind)
            {
                case 0:
                    Rnn.Run<FloatUnary.Tanh, T>(x, panels, null, state, workspace, y, lastState, shape, null, part, parts);
                    break;
                case 1:
                    Gru.Run<FloatUnary.Sigmoid, FloatUnary.Tanh, T>(x, panels, bias, null, state, workspace, y, lastState, shape, null, part, parts);
                    break;
                default:
                    Lstm.Run<FloatUnary.Sigmoid, FloatUnary.Tanh, FloatUnary.Tanh, T>(x, panels, null, state, cell, peepholes, workspace, y, lastState, lastCell, shape, null, part, parts);
                    break;
            }
        }

        ulong digest = Buffers.DigestOf(y, length) ^ (Buffers.DigestOf(lastState, states) * 3);
        return kind == 2 ? digest ^ (Buffers.DigestOf(lastCell, states) * 5) : digest;
    }
}
