namespace Octavo.Runtime;

// Functions that are rare in networks: lane by lane in double precision, rounded once.
public static unsafe partial class FloatUnary
{
    public readonly struct Asin : IFloatUnary
    {
        public static T Invoke<T>(T x, T alpha, T beta)
            where T : struct, IFloatLanes<T> => EachLane<ElementUnary.Asin, T>(x);
    }

    public readonly struct Acos : IFloatUnary
    {
        public static T Invoke<T>(T x, T alpha, T beta)
            where T : struct, IFloatLanes<T> => EachLane<ElementUnary.Acos, T>(x);
    }

    public readonly struct Atan : IFloatUnary
    {
        public static T Invoke<T>(T x, T alpha, T beta)
            where T : struct, IFloatLanes<T> => EachLane<ElementUnary.Atan, T>(x);
    }

    public readonly struct Sinh : IFloatUnary
    {
        public static T Invoke<T>(T x, T alpha, T beta)
            where T : struct, IFloatLanes<T> => EachLane<ElementUnary.Sinh, T>(x);
    }

    public readonly struct Cosh : IFloatUnary
    {
        public static T Invoke<T>(T x, T alpha, T beta)
            where T : struct, IFloatLanes<T> => EachLane<ElementUnary.Cosh, T>(x);
    }

    public readonly struct Asinh : IFloatUnary
    {
        public static T Invoke<T>(T x, T alpha, T beta)
            where T : struct, IFloatLanes<T> => EachLane<ElementUnary.Asinh, T>(x);
    }

    public readonly struct Acosh : IFloatUnary
    {
        public static T Invoke<T>(T x, T alpha, T beta)
            where T : struct, IFloatLanes<T> => EachLane<ElementUnary.Acosh, T>(x);
    }

    public readonly struct Atanh : IFloatUnary
    {
        public static T Invoke<T>(T x, T alpha, T beta)
            where T : struct, IFloatLanes<T> => EachLane<ElementUnary.Atanh, T>(x);
    }

    private static T EachLane<TOperator, T>(T x)
        where TOperator : struct, IElementUnary<double, double>
        where T : struct, IFloatLanes<T>
    {
        float* lanes = stackalloc float[SpreadLanes.Buffer];
        x.Store(lanes);
        for (int i = 0; i < T.Count; i++)
        {
            lanes[i] = (float)TOperator.Invoke(lanes[i], 0, 0);
        }

        return T.Load(lanes);
    }
}
