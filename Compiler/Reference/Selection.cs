namespace Octavo.Compiler.Reference;

/// <summary>Operators that choose among elements.</summary>
internal static class Selection
{
    public static TensorData Where(Operand condition, Operand a, Operand b, TensorType y)
    {
        int[] conditions = AxisMap.Broadcast(condition.Shape, y.Shape);
        int[] yes = AxisMap.Broadcast(a.Shape, y.Shape), no = AxisMap.Broadcast(b.Shape, y.Shape);
        var writer = new TensorWriter(y);
        ElementCopy first = new(a, y, writer), second = new(b, y, writer);
        for (int i = 0; i < conditions.Length; i++)
        {
            if (condition.Data.IntegerAt(conditions[i]) != 0)
            {
                first.Copy(yes[i], i);
            }
            else
            {
                second.Copy(no[i], i);
            }
        }

        return writer.Data;
    }

    /// <summary>Compares reals for what they are; NaN is never greater and never less.</summary>
    public static TensorData Arg(ArgReduce op, Operand x, TensorType y)
    {
        int length = x.Shape[op.Axis], stride = (int)x.Shape.Product(op.Axis + 1, x.Shape.Rank);
        bool unsigned = x.Element == ElementType.UInt64;
        double[] reals = x.IsRawInteger ? [] : TensorReader.Reals(x);
        var writer = new TensorWriter(y);
        for (int i = 0; i < y.Shape.Length; i++)
        {
            int first = (i / stride * stride * length) + (i % stride), best = 0;
            for (int k = 1; k < length; k++)
            {
                int a = first + (k * stride), b = first + (best * stride);
                if (op.Greatest ? IsBetter(b, a) : IsBetter(a, b))
                {
                    best = k;
                }
            }

            writer.Integer(i, best);
        }

        return writer.Data;

        bool IsBetter(int less, int greater) => x.IsRawInteger
            ? Integers.Less(x.Data.IntegerAt(less), x.Data.IntegerAt(greater), unsigned) || (op.Last && x.Data.IntegerAt(less) == x.Data.IntegerAt(greater))
            : reals[less] < reals[greater] || (op.Last && reals[less] == reals[greater]);
    }
}
