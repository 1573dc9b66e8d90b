// What the pages can do with a script; without it everything can still be read, and every form works.
(function () {
  'use strict';

  // A chart of the numbers that stand in a table.
  function chart(place) {
    var table = document.getElementById(place.dataset.table);
    if (!table || typeof uPlot === 'undefined') {
      return;
    }
    var wanted = place.dataset.columns.split(',');
    var heads = Array.prototype.map.call(table.tHead.rows[0].cells, function (cell) { return cell.textContent.trim(); });
    var rows = Array.prototype.slice.call(table.tBodies[0].rows).reverse();
    if (rows.length < 2) {
      return;
    }
    var data = [rows.map(function (row) { return Date.parse(row.querySelector('time').dateTime) / 1000; })];
    wanted.forEach(function (name) {
      var column = heads.indexOf(name);
      data.push(rows.map(function (row) { return Number(row.cells[column].textContent.replace(/[^0-9]/g, '')); }));
    });
    var style = getComputedStyle(document.documentElement);
    var colours = [style.getPropertyValue('--quiet'), style.getPropertyValue('--accent'), style.getPropertyValue('--bad')];
    var axis = { stroke: style.getPropertyValue('--quiet').trim(), grid: { stroke: style.getPropertyValue('--line').trim(), width: 1 } };
    var series = [{ label: 'Started' }].concat(wanted.map(function (name, i) {
      return { label: name, stroke: colours[i].trim(), width: 2, points: { show: rows.length < 40 } };
    }));
    var drawn = new uPlot({ width: place.clientWidth, height: 200, series: series, axes: [axis, axis], scales: { x: { time: true } } }, data, place);
    window.addEventListener('resize', function () { drawn.setSize({ width: place.clientWidth, height: 200 }); });
  }

  // One decision per key: j and k move between cards, a letter presses the button of the card.
  function keys(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|SELECT|TEXTAREA|BUTTON)$/.test(event.target.tagName)) {
      return;
    }
    var cards = Array.prototype.slice.call(document.querySelectorAll('.card[tabindex]'));
    if (!cards.length) {
      return;
    }
    var at = cards.indexOf(document.activeElement);
    if (event.key === 'j' || event.key === 'k') {
      at = event.key === 'j' ? Math.min(at + 1, cards.length - 1) : Math.max(at - 1, 0);
      cards[at].focus();
      event.preventDefault();
    } else if (at >= 0) {
      var button = cards[at].querySelector('[data-key="' + CSS.escape(event.key) + '"]');
      if (button) {
        button.click();
        event.preventDefault();
      }
    }
  }

  document.addEventListener('DOMContentLoaded', function () {
    document.querySelectorAll('.chart').forEach(chart);
    document.addEventListener('keydown', keys);
  });

  // When the run that the page watches has ended, show the page as it is then, without the notice of its start.
  document.addEventListener('DOMContentLoaded', function () {
    var job = document.querySelector('[sse-connect]');
    if (job) {
      job.addEventListener('htmx:sseOpen', function (event) {
        event.detail.source.addEventListener('ended', function () {
          event.detail.source.close();
          window.location.replace(window.location.pathname);
        });
      });
    }
  });
})();
