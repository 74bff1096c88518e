using System;

namespace Octavo.Sample;

/// <summary>What the network makes of a picture: the digit with the highest score and its share of the softmax.</summary>
internal readonly record struct Answer(int Digit, double Confidence)
{
    public static Answer From(ReadOnlySpan<float> scores)
    {
        int best = 0;
        for (int i = 1; i < scores.Length; i++)
        {
            best = scores[i] > scores[best] ? i : best;
        }

        double sum = 0;
        foreach (float score in scores)
        {
            sum += Math.Exp(score - scores[best]);
        }

        return new Answer(best, 1 / sum);
    }
}
