using System.Runtime.CompilerServices;

namespace Octavo.Runtime;

public static unsafe partial class FloatReduce
{
    /// <summary>The sum.</summary>
    public readonly struct Sum : IFloatReduction
    {
        public static float Start => 0;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T Add<T>(T total, T x)
            where T : struct, IFloatLanes<T> => total + x;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T Finish<T>(T total, T count)
            where T : struct, IFloatLanes<T> => total;
    }

    /// <summary>The sum divided by the number of elements.</summary>
    public readonly struct Mean : IFloatReduction
    {
        public static float Start => 0;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T Add<T>(T total, T x)
            where T : struct, IFloatLanes<T> => total + x;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T Finish<T>(T total, T count)
            where T : struct, IFloatLanes<T> => total / count;
    }

    /// <summary>The product.</summary>
    public readonly struct Product : IFloatReduction
    {
        public static float Start => 1;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T Add<T>(T total, T x)
            where T : struct, IFloatLanes<T> => total * x;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T Finish<T>(T total, T count)
            where T : struct, IFloatLanes<T> => total;
    }

    /// <summary>The least; NaN if one is.</summary>
    public readonly struct Min : IFloatReduction
    {
        public static float Start => float.PositiveInfinity;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T Add<T>(T total, T x)
            where T : struct, IFloatLanes<T> => T.Min(total, x);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T Finish<T>(T total, T count)
            where T : struct, IFloatLanes<T> => total;
    }

    /// <summary>The greatest; NaN if one is.</summary>
    public readonly struct Max : IFloatReduction
    {
        public static float Start => float.NegativeInfinity;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T Add<T>(T total, T x)
            where T : struct, IFloatLanes<T> => T.Max(total, x);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T Finish<T>(T total, T count)
            where T : struct, IFloatLanes<T> => total;
    }
}
