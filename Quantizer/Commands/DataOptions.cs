using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Globalization;
using System.Linq;
using Octavo.Tool.Data;

namespace Octavo.Tool.Commands;

/// <summary>The options that say which data to run a model on and how.</summary>
internal sealed class DataOptions
{
    private readonly Option<string[]> _data = new("--data") { Description = "Files or folders of samples; NAME=PATH per input for models with several.", AllowMultipleArgumentsPerToken = true };
    private readonly Option<string?> _mean = new("--mean") { Description = "Subtracted from pixels of 0 to 255, one number or one per channel: 127 or 123.7,116.3,103.5; default 0." };
    private readonly Option<string?> _std = new("--std") { Description = "Divides what is left, one number or one per channel; default 1." };
    private readonly Option<string> _layout = Choice("--layout", "Where an input has its channels; auto looks at its shape.", "auto", "nchw", "nhwc");
    private readonly Option<string> _resize = Choice("--resize", "How pictures get the input's size.", "none", "stretch", "crop", "letterbox");
    private readonly Option<string> _order = Choice("--channels", "The order of colours.", "rgb", "bgr");
    private readonly Option<int?> _limit = new("--limit") { Description = "Samples to use at most; default all." };

    public DataOptions(Command command)
    {
        foreach (Option option in new Option[] { _data, _mean, _std, _layout, _resize, _order, _limit })
        {
            command.Options.Add(option);
        }
    }

    public bool HasData(ParseResult parsed) => parsed.GetValue(_data) is { Length: > 0 };

    public DataSet Open(ParseResult parsed, IReadOnlyList<InputSpec> inputs)
    {
        var pixels = new PixelOptions(Numbers(parsed, _mean, 0), Numbers(parsed, _std, 1), Value<Layout>(parsed, _layout), Value<Resize>(parsed, _resize), Value<ChannelOrder>(parsed, _order));
        if (pixels.Deviation.Contains(0))
        {
            throw new CommandException("--std must not be 0.");
        }

        int limit = parsed.GetValue(_limit) ?? int.MaxValue;
        return limit > 0 ? DataSet.Open(parsed.GetValue(_data) ?? [], inputs, pixels, limit) : throw new CommandException("--limit is at least 1.");
    }

    /// <summary>An option that takes one of a few words, the first of them by default.</summary>
    private static Option<string> Choice(string name, string description, params string[] words)
    {
        var option = new Option<string>(name) { Description = description, DefaultValueFactory = _ => words[0], HelpName = string.Join('|', words) };
        option.AcceptOnlyFromAmong(words);
        return option;
    }

    private static T Value<T>(ParseResult parsed, Option<string> option)
        where T : struct, Enum
        => Enum.Parse<T>(parsed.GetValue(option)!, ignoreCase: true);

    private static float[] Numbers(ParseResult parsed, Option<string?> option, float absent) => parsed.GetValue(option) is not { } text
        ? [absent]
        : [.. text.Split(',').Select(t => float.TryParse(t, NumberStyles.Float, CultureInfo.InvariantCulture, out float number) && float.IsFinite(number)
            ? number
            : throw new CommandException($"{option.Name} takes numbers separated by commas, not '{text}'."))];
}
