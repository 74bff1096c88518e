using Octavo.Runtime;

namespace Octavo.Generator.Tests.ArmCheck;

/// <summary>A random function of floats: lanes of 128 bits against one lane.</summary>
internal static unsafe class FloatCase
{
    public static ulong Run(InstructionSet set, Random random, Scratch scratch) =>
        set == InstructionSet.Scalar ? Run<Lanes1>(random, scratch) : Run<Lanes4>(random, scratch);

    static ulong Run<T>(Random random, Scratch scratch)
        where T : struct, IFloatLanes<T>
    {
        int operation = random.Between(0, 39);
        var nest = new Nest(ref random, broadcast: operation is > 18 and < 27);
        float* x = Buffers.Floats(ref random, ref scratch, nest.X, random.OneIn(2) ? 3 : 90);
        float* z = Buffers.Floats(ref random, ref scratch, nest.Z, 5);
        float* y = (float*)Buffers.Output(ref scratch, nest.Y * sizeof(float));
        float alpha = random.Between(-2f, 2f), beta = random.Between(-2f, 2f);
        ref readonly LoopNest loop = ref nest.Loop;
        switch (operation)
        {
            case 0: FloatUnary.Run<FloatUnary.Relu, T>(x, y, loop, alpha, beta, 0, 1); break;
            case 1: FloatUnary.Run<FloatUnary.LeakyRelu, T>(x, y, loop, alpha, beta, 0, 1); break;
            case 2: FloatUnary.Run<FloatUnary.Sigmoid, T>(x, y, loop, alpha, beta, 0, 1); break;
            case 3: FloatUnary.Run<FloatUnary.Tanh, T>(x, y, loop, alpha, beta, 0, 1); break;
            case 4: FloatUnary.Run<FloatUnary.HardSigmoid, T>(x, y, loop, alpha, beta, 0, 1); break;
            case 5: FloatUnary.Run<FloatUnary.HardSwish, T>(x, y, loop, alpha, beta, 0, 1); break;
            case 6: FloatUnary.Run<FloatUnary.Exp, T>(x, y, loop, alpha, beta, 0, 1); break;
            case 7: FloatUnary.Run<FloatUnary.Log, T>(x, y, loop, alpha, beta, 0, 1); break;
            case 8: FloatUnary.Run<FloatUnary.Sqrt, T>(x, y, loop, alpha, beta, 0, 1); break;
            case 9: FloatUnary.Run<FloatUnary.Reciprocal, T>(x, y, loop, alpha, beta, 0, 1); break;
            case 10: FloatUnary.Run<FloatUnary.Abs, T>(x, y, loop, alpha, beta, 0, 1); break;
            case 11: FloatUnary.Run<FloatUnary.Neg, T>(x, y, loop, alpha, beta, 0, 1); break;
            case 12: FloatUnary.Run<FloatUnary.Floor, T>(x, y, loop, alpha, beta, 0, 1); break;
            case 13: FloatUnary.Run<FloatUnary.Ceil, T>(x, y, loop, alpha, beta, 0, 1); break;
            case 14: FloatUnary.Run<FloatUnary.Round, T>(x, y, loop, alpha, beta, 0, 1); break;
            case 15: FloatUnary.Run<FloatUnary.Erf, T>(x, y, loop, alpha, beta, 0, 1); break;
            case 16: FloatUnary.Run<FloatUnary.Elu, T>(x, y, loop, alpha, beta, 0, 1); break;
            case 17: FloatUnary.Run<FloatUnary.Softplus, T>(x, y, loop, alpha, beta, 0, 1); break;
            case 18: FloatUnary.Run<FloatUnary.Softsign, T>(x, y, loop, alpha, beta, 0, 1); break;
            case 19: FloatBinary.Run<FloatBinary.Add, T>(x, z, y, loop, 0, 1); break;
            case 20: FloatBinary.Run<FloatBinary.Sub, T>(x, z, y, loop, 0, 1); break;
            case 21: FloatBinary.Run<FloatBinary.Mul, T>(x, z, y, loop, 0, 1); break;
            case 22: FloatBinary.Run<FloatBinary.Div, T>(x, z, y, loop, 0, 1); break;
            case 23: FloatBinary.Run<FloatBinary.Min, T>(x, z, y, loop, 0, 1); break;
            case 24: FloatBinary.Run<FloatBinary.Max, T>(x, z, y, loop, 0, 1); break;
            case 25: FloatBinary.Run<FloatBinary.PRelu, T>(x, z, y, loop, 0, 1); break;
            case 26: FloatBinary.Run<FloatBinary.Pow, T>(x, z, y, loop, 0, 1); break;
            case 27: FloatUnary.Run<FloatUnary.Celu, T>(x, y, loop, alpha, beta, 0, 1); break;
            case 28: FloatUnary.Run<FloatUnary.Selu, T>(x, y, loop, alpha, beta, 0, 1); break;
            case 29: FloatUnary.Run<FloatUnary.Gelu, T>(x, y, loop, alpha, beta, 0, 1); break;
            case 30: FloatUnary.Run<FloatUnary.GeluTanh, T>(x, y, loop, alpha, beta, 0, 1); break;
            case 31: FloatUnary.Run<FloatUnary.Mish, T>(x, y, loop, alpha, beta, 0, 1); break;
            case 32: FloatUnary.Run<FloatUnary.Swish, T>(x, y, loop, alpha, beta, 0, 1); break;
            case 33: FloatUnary.Run<FloatUnary.Shrink, T>(x, y, loop, alpha, beta, 0, 1); break;
            case 34: FloatUnary.Run<FloatUnary.Sign, T>(x, y, loop, alpha, beta, 0, 1); break;
            case 35: FloatUnary.Run<FloatUnary.Sin, T>(x, y, loop, alpha, beta, 0, 1); break;
            case 36: FloatUnary.Run<FloatUnary.Cos, T>(x, y, loop, alpha, beta, 0, 1); break;
            case 37: FloatUnary.Run<FloatUnary.Tan, T>(x, y, loop, alpha, beta, 0, 1); break;
            case 38: FloatUnary.Run<FloatUnary.Atan, T>(x, y, loop, alpha, beta, 0, 1); break;
            default: FloatUnary.Run<FloatUnary.Asinh, T>(x, y, loop, alpha, beta, 0, 1); break;
        }

        return Buffers.DigestOf(y, nest.Y);
    }
}
