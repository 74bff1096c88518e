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
    private readonly Option<string?> _mean = new("--mean") { Description = "Subtracted from pixels of 0 to 255, one number or one per channel: 127 or 123.7,116.3,103.5." };
    private readonly Option<string?> _std = new("--std") { Description = "Divides what is left, one number or one per channel." };
    private readonly Option<Layout> _layout = new("--layout") { Description = "Where an input has its channels: auto, nchw or nhwc." };
    private readonly Option<Resize> _resize = new("--resize") { Description = "How pictures get the input's size: none, stretch, crop or letterbox." };
    private readonly Option<ChannelOrder> _order = new("--channels") { Description = "The order of colours: rgb or bgr." };
    private readonly Option<int> _limit = new("--limit") { Description = "Samples to use at most.", DefaultValueFactory = _ => int.MaxValue };

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
        var pixels = new PixelOptions(Numbers(parsed, _mean, 0), Numbers(parsed, _std, 1), parsed.GetValue(_layout), parsed.GetValue(_resize), parsed.GetValue(_order));
        if (pixels.Deviation.Contains(0))
        {
            throw new CommandException("--std must not be 0.");
        }

        return DataSet.Open(parsed.GetValue(_data) ?? [], inputs, pixels, parsed.GetValue(_limit));
    }

    private static float[] Numbers(ParseResult parsed, Option<string?> option, float absent) => parsed.GetValue(option) is not { } text
        ? [absent]
        : [.. text.Split(',').Select(t => float.TryParse(t, NumberStyles.Float, CultureInfo.InvariantCulture, out float number) && float.IsFinite(number)
            ? number
            : throw new CommandException($"{option.Name} takes numbers separated by commas, not '{text}'."))];
}
