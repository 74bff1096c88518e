using Octavo.Runtime;

namespace Octavo.Generator.Tests.ArmCheck;

/// <summary>A random LSTM with quantized states.</summary>
internal static unsafe class DynamicLstmCase
{
    public static ulong Run<T>(InstructionSet set, ref Random random, ref Scratch scratch)
        where T : struct, IFloatLanes<T>
    {
        var shape = new RecurrentShape
        {
            Steps = random.Between(1, 3),
            Items = random.Between(1, 2),
            Hidden = random.Between(1, 37),
            Directions = 1,
            Reverse = random.OneIn(2),
            Clip = random.OneIn(2) ? float.PositiveInfinity : 1.5f,
            InputForget = random.OneIn(3),
            KeepsEnded = random.OneIn(2),
        };
        int hidden = shape.Hidden, columns = 4 * hidden, row = (hidden + 15) & -16, states = shape.Items * hidden, length = shape.Steps * states;
        var product = new ConvolutionShape
        {
            Items = 1,
            Height = 1,
            Width = shape.Items,
            Input = new PixelStrides(0, 0, row),
            Output = new PixelStrides(0, 0, columns),
            Segments = scratch.Take<int>(1),
            SegmentCount = 1,
            SegmentBytes = hidden,
            Groups = 1,
            Channels = columns,
            PanelBlock = random.Between(0, 3),
        };
        *product.Segments = 0;
        int padded = (columns + 15) & -16;
        var epilogue = new Epilogue
        {
            Kind = EpilogueKind.Float,
            Bias = scratch.Take<int>(padded),
            SignedBias = scratch.Take<int>(padded),
            InputFactor = scratch.Take<int>(padded),
            Multiplier = scratch.Take<float>(padded),
            WeightZeroPoint = random.OneIn(3) ? scratch.Take<int>(padded) : null,
            FloatLow = float.NegativeInfinity,
            FloatHigh = float.PositiveInfinity,
        };
        for (int n = 0; n < padded; n++)
        {
            epilogue.Bias[n] = 0;
            epilogue.InputFactor[n] = random.Between(-4000, 4000);
            epilogue.Multiplier[n] = random.Between(0f, 0.01f);
            if (epilogue.WeightZeroPoint != null)
            {
                epilogue.WeightZeroPoint[n] = random.Between(-128, 127);
            }
        }

        sbyte* weights = (sbyte*)scratch.TakeLast(padded * ((hidden + 3) & -4));
        ConvolutionCase.FillWeights(ref random, weights, product, epilogue);
        float* x = Buffers.Floats(ref random, ref scratch, length * 4, 2);
        float* state = Buffers.Floats(ref random, ref scratch, states, 1);
        float* cell = Buffers.Floats(ref random, ref scratch, states, 1);
        float* bias = random.OneIn(2) ? null : Buffers.Floats(ref random, ref scratch, columns, 1);
        float* peepholes = random.OneIn(2) ? null : Buffers.Floats(ref random, ref scratch, 3 * hidden, 1);
        int* lengths = random.OneIn(2) ? null : Buffers.Offsets(ref random, ref scratch, shape.Items, shape.Steps, out _);
        byte* workspace = scratch.Take<byte>(shape.Items * ((5 * row) + (4 * columns)));
        float* y = (float*)Buffers.Output(ref scratch, length * sizeof(float));
        float* lastState = (float*)Buffers.Output(ref scratch, states * sizeof(float));
        float* lastCell = (float*)Buffers.Output(ref scratch, states * sizeof(float));
        int parts = random.Between(1, 3);
        for (int part = 0; part < parts; part++)
        {
            DynamicLstm.Run<FloatUnary.RationalSigmoid, FloatUnary.RationalTanh, FloatUnary.RationalTanh, T>(
                set, x, weights, lengths, state, cell, bias, peepholes, workspace, y, lastState, lastCell, shape, product, epilogue, part, parts);
        }

        return Buffers.DigestOf(y, length) ^ (Buffers.DigestOf(lastState, states) * 3) ^ (Buffers.DigestOf(lastCell, states) * 5);
    }
}
